using System.Text.Json;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

/// <summary>One filter of getEvents: what it states must all hold; of several topics one suffices.</summary>
sealed class EventFilter(IReadOnlySet<ContractEventType> types, IReadOnlySet<Opaque> contracts, IReadOnlyList<TopicPattern> topics)
{
    const int MaxContracts = 5;
    const int MaxTopics = 5;

    public bool Matches(ContractEvent happened) =>
        (types.Count == 0 || types.Contains(happened.Type))
        && (contracts.Count == 0 || (happened.ContractID is { } id && contracts.Contains(id)))
        && (topics.Count == 0 || topics.Any(topic => topic.Matches(((ContractEventBody.V0)happened.Body).Value.Topics)));

    public static EventFilter Parse(JsonElement element, int i)
    {
        var given = new RpcParams(element);
        var contracts = given.List("contractIds", MaxContracts).Select((id, k) => Contract(id, i, k)).ToHashSet();
        var topics = given.List("topics", MaxTopics).Select((topic, k) => TopicPattern.Parse(topic, $"filters[{i}].topics[{k}]")).ToList();
        return new EventFilter(Types(given.OptionalString("type"), i), contracts, topics);
    }

    static HashSet<ContractEventType> Types(string? text, int i) =>
    [
        .. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(type => type switch
        {
            "contract" => ContractEventType.Contract,
            "system" => ContractEventType.System,
            _ => throw RpcErrorException.Params($"filters[{i}].type: contract or system expected, not {type}"),
        }),
    ];

    static Opaque Contract(JsonElement id, int i, int k) =>
        id.ValueKind == JsonValueKind.String && StrKey.TryDecode(StrKeyKind.Contract, id.GetString(), out var contract)
            ? contract
            : throw RpcErrorException.Params($"filters[{i}].contractIds[{k}]: a contract's address (C…) expected");
}

/// <summary>Segments of a topic: a value, * for any one, ** at the end for any number.</summary>
sealed class TopicPattern(IReadOnlyList<SCVal?> segments, bool open)
{
    const int MaxSegments = 4;

    public bool Matches(XdrArray<SCVal> topics)
    {
        if (open ? topics.Count < segments.Count : topics.Count != segments.Count) return false;
        for (var i = 0; i < segments.Count; i++)
        {
            if (segments[i] is { } wanted && wanted != topics[i]) return false;
        }
        return true;
    }

    public static TopicPattern Parse(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Array) throw RpcErrorException.Params($"{name}: an array expected");
        var texts = element.EnumerateArray().Select(segment => segment.ValueKind == JsonValueKind.String ? segment.GetString()! : throw RpcErrorException.Params($"{name}: strings expected")).ToList();
        var open = texts.Count > 0 && texts[^1] == "**";
        if (open) texts.RemoveAt(texts.Count - 1);
        if ((texts.Count == 0 && !open) || texts.Count > MaxSegments) throw RpcErrorException.Params($"{name}: 1 to {MaxSegments} segments expected");
        if (texts.Contains("**")) throw RpcErrorException.Params($"{name}: ** may only stand at the end");
        return new TopicPattern([.. texts.Select(text => text == "*" ? null : RpcParams.Xdr<SCVal>(name, text, RpcParams.MaxKeyBytes))], open);
    }
}
