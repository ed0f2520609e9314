using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Tests.Json;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Golden.Checks;

/// <summary>
/// What the official client was given, found in the transaction that it made. Some inputs are words for the reader: those that are
/// understood are compared; data that is not found is a failure.
/// </summary>
static partial class EnvelopeInputs
{
    static readonly string[] Extended = ["ledgerBounds", "minSeqNum", "minSeqAge", "minSeqLedgerGap", "extraSigners"];
    static readonly string[] Common = ["source", "seqNum", "fee", "feeNote", "timeBounds", "memo", "ops", .. Extended];

    public static void Compare(GoldenCase inputs, Transaction transaction)
    {
        var json = XdrJson.Of(transaction);
        var soroban = transaction.Ext is TransactionExt.V1 { Value: var data } ? data : null;
        CompareSource(inputs.Text("source"), json.GetProperty("source_account").GetString()!);
        Assert.Equal(inputs.Text("seqNum"), $"{transaction.SeqNum}");
        // A contract call's resource fee comes on top, as feeNote says.
        Assert.Equal(inputs.Get("fee").GetUInt32() + (soroban?.ResourceFee ?? 0), transaction.Fee);
        inputs.Inform("feeNote");
        GoldenXdr.Same(Conditions(inputs), json.GetProperty("cond"), "cond");
        GoldenXdr.Same(MemoOf(inputs.Get("memo")), json.GetProperty("memo"), "memo");
        if (inputs.Has("ops")) Operations(inputs, json.GetProperty("operations"));
        foreach (var name in inputs.Names.Except(Common)) Other(inputs, name, json, soroban);
    }

    public static void CompareSource(string input, string address)
    {
        if (Muxed().Match(input) is { Success: true } muxed) Assert.Equal(muxed.Groups[1].Value, $"{StrKey.DecodeMuxed(address).Id}");
        else Assert.Equal(input, address);
    }

    static JsonElement Conditions(GoldenCase inputs)
    {
        var time = inputs.Get("timeBounds") is { ValueKind: JsonValueKind.Object } bounds
            ? new JsonObject { ["min_time"] = bounds.Text("minTime"), ["max_time"] = bounds.Text("maxTime") }
            : null;
        if (!Extended.Any(inputs.Has)) return JsonSerializer.SerializeToElement<JsonNode>(time is null ? "none" : new JsonObject { ["time"] = time });
        return JsonSerializer.SerializeToElement(new JsonObject
        {
            ["v2"] = new JsonObject
            {
                ["time_bounds"] = time,
                ["ledger_bounds"] = Node(inputs, "ledgerBounds") is { } ledgers ? new JsonObject { ["min_ledger"] = ledgers["minLedger"]!.DeepClone(), ["max_ledger"] = ledgers["maxLedger"]!.DeepClone() } : null,
                ["min_seq_num"] = Node(inputs, "minSeqNum"),
                ["min_seq_age"] = Node(inputs, "minSeqAge") ?? "0",
                ["min_seq_ledger_gap"] = Node(inputs, "minSeqLedgerGap") ?? 0,
                ["extra_signers"] = Node(inputs, "extraSigners") ?? new JsonArray(),
            },
        });
    }

    static JsonElement MemoOf(JsonElement memo) => memo.ValueKind == JsonValueKind.Object && memo.EnumerateObject().Single() is var member
        ? JsonSerializer.SerializeToElement(new JsonObject { [member.Name is "retHash" or "returnHash" ? "return" : member.Name] = member.Value.GetString() })
        : memo;

    static void Operations(GoldenCase inputs, JsonElement operations)
    {
        var given = inputs.Get("ops").EnumerateArray().ToList();
        if (given is [{ ValueKind: JsonValueKind.String } word] && Series().Match(word.GetString()!) is { Success: true } series)
        {
            Assert.Equal(int.Parse(series.Groups[1].Value, CultureInfo.InvariantCulture), operations.GetArrayLength());
            foreach (var (index, operation) in operations.EnumerateArray().Index()) Assert.Equal($"{index + 1}", Body(operation, "payment").Text("amount"));
            return;
        }
        Assert.Equal(given.Count, operations.GetArrayLength());
        foreach (var (index, operation) in operations.EnumerateArray().Index())
        {
            if (given[index].ValueKind == JsonValueKind.String) CompareWords(inputs, given[index].GetString()!, operation);
            else CompareOperation(given[index], operation);
        }
    }

    static void CompareWords(GoldenCase inputs, string words, JsonElement operation)
    {
        if (words == "payment native as above") GoldenXdr.Same(PaymentAbove, operation, words);
        else RequireFound(inputs.Path, "ops", words, operation);
    }

    /// <summary>The payment of the file's first case.</summary>
    static JsonElement PaymentAbove => XdrJson.Of(Stellar.Transactions.Operations.Payment(
        Addresses.Source("GBZELKRWLIHSWLBAZJFMDR3HLRN2RZSRBPZVL4RNALZ62XYGBJMJSXCK"), Assets.Native, 12_345_678));

    static void CompareOperation(JsonElement given, JsonElement operation)
    {
        var type = XdrSchema.Snake(given.Text("type"));
        var body = Body(operation, type);
        foreach (var (name, value) in given.EnumerateObject().Select(member => (member.Name, member.Value)))
        {
            switch (name)
            {
                case "type":
                    break;
                case "source":
                    CompareSource(value.GetString()!, operation.Text("source_account"));
                    break;
                case "destination" when type == "account_merge":
                    CompareSource(value.GetString()!, body.GetString()!);
                    break;
                case "destination":
                    CompareSource(value.GetString()!, body.Text("destination"));
                    break;
                case "asset":
                    var asset = type == "change_trust" ? body.GetProperty("line") : body.GetProperty("asset");
                    Assert.Equal(value.GetString(), XdrJsonReader.Read<Asset>(asset).ToText());
                    break;
                default:
                    CompareField(type, name, value, body);
                    break;
            }
        }
    }

    /// <summary>amountStroops → amount; a data entry's name and value have a prefix on the wire.</summary>
    static void CompareField(string type, string name, JsonElement value, JsonElement body)
    {
        var field = XdrSchema.Snake(Unit().Replace(name, ""));
        if (type == "manage_data") field = $"data_{field}";
        if (!body.TryGetProperty(field, out var found)) throw new InvalidDataException($"{type}.{name} is an input that no test knows");
        Assert.True(value.ToString() == found.ToString(), $"{type}.{name}: expected {value}, not {found}");
    }

    static void Other(GoldenCase inputs, string name, JsonElement json, SorobanTransactionData? soroban)
    {
        var value = inputs.Get(name);
        var operation = json.GetProperty("operations")[0];
        switch (name)
        {
            case "contract":
                Assert.Equal(value.GetString(), Call(operation).Text("contract_address"));
                break;
            case "function":
                Assert.Equal(value.GetString(), Call(operation).Text("function_name"));
                break;
            case "args":
                var arguments = Call(operation).GetProperty("args").EnumerateArray().Select(argument => $"{argument.EnumerateObject().Single().Value}");
                Assert.Equal(value.EnumerateArray().Select(argument => $"{argument}"), arguments);
                break;
            case "auth":
                Assert.Equal(value.GetArrayLength(), Body(operation, "invoke_host_function").GetProperty("auth").GetArrayLength());
                break;
            case "sorobanData":
                Assert.True(value.ValueKind == JsonValueKind.Null && soroban is null, $"sorobanData: {value}");
                break;
            case "opSource":
                CompareSource(value.GetString()!, operation.Text("source_account"));
                break;
            case "readOnly" or "readWrite":
                var keys = name == "readOnly" ? soroban!.Resources.Footprint.ReadOnly : soroban!.Resources.Footprint.ReadWrite;
                Assert.Equal(value.GetArrayLength(), keys.Count);
                foreach (var (words, key) in value.EnumerateArray().Zip(keys)) CompareKey(words.GetString()!, key);
                break;
            default:
                RequireFound(inputs.Path, name, value, json);
                break;
        }
    }

    /// <summary>Block(91234), Pail(farmer,91234): whose pail it is, only the maker of the file knows.</summary>
    static void CompareKey(string words, LedgerKey key)
    {
        if (Words().Match(words) is not { Success: true } match) return;
        var items = Assert.IsType<SCVal.Vec>(Assert.IsType<LedgerKey.ContractData>(key).Value.Key).Value!;
        Assert.Equal(match.Groups[1].Value, $"{Assert.IsType<SCVal.Symbol>(items[0]).Value}");
        Assert.Equal(match.Groups[2].Value, $"{Assert.IsType<SCVal.U32>(items[^1]).Value}");
    }

    /// <summary>Numbers, keys, hashes and other data must stand somewhere in the transaction; words may.</summary>
    static void RequireFound(string path, string name, object? value, JsonElement json)
    {
        if (value is JsonElement { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var element in list.EnumerateArray()) RequireFound(path, name, element, json);
            return;
        }
        var text = $"{value}";
        if (Data().IsMatch(text) && !Leaves(json).Contains(text)) throw new InvalidDataException($"{path}.{name}: {text} is not found in the transaction");
    }

    static IEnumerable<string> Leaves(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Leaves(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Leaves),
        _ => [$"{json}"],
    };

    static JsonElement Body(JsonElement operation, string type) => operation.GetProperty("body").TryGetProperty(type, out var body)
        ? body
        : throw new InvalidDataException($"{type} expected, not {operation.GetProperty("body")}");

    static JsonElement Call(JsonElement operation) => Body(operation, "invoke_host_function").GetProperty("host_function").GetProperty("invoke_contract");

    static JsonNode? Node(GoldenCase inputs, string name) => inputs.Has(name) ? JsonNode.Parse(inputs.Get(name).GetRawText()) : null;

    [GeneratedRegex("^muxed id ([0-9]+)( of [a-z]+)?$")]
    private static partial Regex Muxed();

    [GeneratedRegex(@"^([0-9]+) x payment of i\+1 stroops$")]
    private static partial Regex Series();

    [GeneratedRegex("(Stroops|Hex)$")]
    private static partial Regex Unit();

    [GeneratedRegex("^(-?[0-9]+|[0-9a-f]{8,}|[A-Z2-7]{56,}|[A-Za-z0-9+/]{8,}={1,2})$")]
    private static partial Regex Data();

    [GeneratedRegex(@"^(\w+)\((?:[^,()]+,)?(\d+)\)$")]
    private static partial Regex Words();
}
