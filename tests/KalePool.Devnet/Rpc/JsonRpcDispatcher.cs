using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;

namespace KalePool.Devnet.Rpc;

/// <summary>
/// JSON-RPC 2.0 from bytes to bytes, as stellar-rpc speaks it: a request or an array of them, parameters by name. Notifications are carried out and not answered.
/// One answer comes alone, several as an array: first the refusals of what was no request, then the others in order. Knows nothing of HTTP; any thread may call it.
/// </summary>
public sealed class JsonRpcDispatcher(IEnumerable<IRpcMethod> methods, ILogger logger)
{
    const int MaxDepth = 32;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    readonly FrozenDictionary<string, IRpcMethod> _methods = methods.ToFrozenDictionary(method => method.Name, StringComparer.Ordinal);

    sealed record Success(string Jsonrpc, JsonElement? Id, object Result);

    sealed record Failure(string Jsonrpc, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? Id, Error Error);

    sealed record Error(int Code, string Message);

    /// <summary>The names of the methods that it has.</summary>
    public IEnumerable<string> Names => _methods.Keys;

    /// <summary>All methods of one node.</summary>
    public static JsonRpcDispatcher Of(IChainNode node, Func<string>? friendbotUrl = null, ILogger? logger = null) => new(
        [
            new GetHealth(node), new GetNetwork(node, friendbotUrl ?? (() => "")), new GetVersionInfo(node), new GetLatestLedger(node), new GetLedgers(node),
            new GetLedgerEntries(node), new SimulateTransaction(node), new SendTransaction(node), new GetTransaction(node), new GetTransactions(node),
            new GetEvents(node), new GetFeeStats(node),
        ],
        logger ?? NullLogger.Instance);

    /// <summary>The methods that a body asks for, in order; what cannot be read asks for none.</summary>
    public static IReadOnlyList<string> Methods(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var root = document.RootElement;
            return [.. (root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : (JsonElement[])[root]).Select(JsonRpcRequest.Parse).Select(request => request.Method)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <param name="body">Of the request.</param>
    /// <returns>The answer's body; null where nothing is to be answered.</returns>
    public byte[]? Answer(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException)
        {
            return Write(Refuse(null, new RpcErrorException(RpcErrorException.ParseError, "parse error")));
        }
        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Array ? Answer([.. document.RootElement.EnumerateArray()]) : Answer([document.RootElement]);
        }
    }

    byte[]? Answer(IReadOnlyList<JsonElement> elements)
    {
        var requests = elements.Select(JsonRpcRequest.Parse).ToList();
        if (requests.Count == 0) return Write(Refuse(null, RpcErrorException.Request("empty request batch")));
        var answers = requests.Where(request => request.Refusal is not null).Select(object (request) => Refuse(request.Id, request.Refusal!)).ToList();
        foreach (var request in requests.Where(request => request.Refusal is null))
        {
            var answer = Call(request);
            if (!request.IsNotification) answers.Add(answer);
        }
        return answers.Count switch
        {
            0 => null,
            1 => Write(answers[0]),
            _ => Write(answers),
        };
    }

    object Call(JsonRpcRequest request)
    {
        try
        {
            if (!_methods.TryGetValue(request.Method, out var method)) throw new RpcErrorException(RpcErrorException.MethodNotFound, "method not found");
            if (request.Params is { ValueKind: JsonValueKind.Array }) throw RpcErrorException.Params("params: an object expected");
            return new Success("2.0", request.Id, method.Handle(new RpcParams(request.Params)));
        }
        catch (RpcErrorException refused)
        {
            return Refuse(request.Id, refused);
        }
        catch (Exception failed) when (failed is InvalidOperationException or OverflowException or ArgumentException)
        {
            logger.LogError(failed, "A request failed");
            return Refuse(request.Id, new RpcErrorException(RpcErrorException.InternalError, "internal error"));
        }
    }

    static Failure Refuse(JsonElement? id, RpcErrorException refusal) => new("2.0", id, new Error(refusal.Code, refusal.Message));

    /// <summary>Written here and now: what is answered points into the request's body.</summary>
    static byte[] Write(object answer) => JsonSerializer.SerializeToUtf8Bytes(answer, answer.GetType(), Json);
}
