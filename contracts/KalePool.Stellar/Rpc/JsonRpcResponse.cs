using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KalePool.Stellar.Rpc;

/// <summary>Reads the envelope of a JSON-RPC 2.0 answer, from a server that is not trusted.</summary>
static class JsonRpcResponse
{
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="RpcException">JsonRpcError if that is the answer; BadContent if it is none to call <paramref name="id"/>.</exception>
    public static T Read<T>(string method, long id, ReadOnlyMemory<byte> body, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return ReadText(method, id, body, type);
        }
        // Text that is no UTF-8 is found only where it is read.
        catch (InvalidOperationException e)
        {
            throw RpcException.BadContent(method, $"not JSON: {e.Message}", e);
        }
    }

    static T ReadText<T>(string method, long id, ReadOnlyMemory<byte> body, JsonTypeInfo<T> type) where T : class
    {
        using var document = Parse(method, body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw RpcException.BadContent(method, $"an object expected, not {root.ValueKind}");
        if (Member(root, "jsonrpc") is not { ValueKind: JsonValueKind.String } version || !version.ValueEquals("2.0"))
            throw RpcException.BadContent(method, "jsonrpc: \"2.0\" expected");
        // First, because a request that a server could not read is answered with an error and no id.
        if (Member(root, "error") is { ValueKind: not JsonValueKind.Null } error) throw ErrorOf(method, error);
        if (Member(root, "id") is not { ValueKind: JsonValueKind.Number } answered || !answered.TryGetInt64(out var number) || number != id)
            throw RpcException.BadContent(method, $"id: {id} expected");
        if (Member(root, "result") is not { ValueKind: JsonValueKind.Object } result)
            throw RpcException.BadContent(method, "result: an object expected");
        try
        {
            return result.Deserialize(type)!;
        }
        catch (JsonException e)
        {
            throw RpcException.BadContent(method, $"result{e.Path?.TrimStart('$')}: {e.Message}", e);
        }
    }

    static JsonDocument Parse(string method, ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Strict);
        }
        catch (JsonException e)
        {
            throw RpcException.BadContent(method, $"not JSON: {e.Message}", e);
        }
    }

    static RpcException ErrorOf(string method, JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object) return RpcException.BadContent(method, "error: an object expected");
        if (Member(error, "code") is not { ValueKind: JsonValueKind.Number } code || !code.TryGetInt32(out var number))
            return RpcException.BadContent(method, "error.code: an integer expected");
        var message = Member(error, "message") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
        return RpcException.JsonRpcError(method, number, message);
    }

    static JsonElement? Member(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value : null;
}
