using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KalePool.Devnet.Rpc;

/// <summary>JSON-RPC 2.0 over POST: one request a body, parameters by name.</summary>
sealed class JsonRpcEndpoint(IEnumerable<IRpcMethod> methods, ILogger logger)
{
    public const long MaxBodyBytes = 512 * 1024;
    const int MaxDepth = 32;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    readonly FrozenDictionary<string, IRpcMethod> _methods = methods.ToFrozenDictionary(method => method.Name, StringComparer.Ordinal);

    sealed record Success(string Jsonrpc, object? Id, object Result);

    sealed record Failure(string Jsonrpc, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] object? Id, Error Error);

    sealed record Error(int Code, string Message);

    public async Task<IResult> HandleAsync(HttpRequest request)
    {
        JsonDocument body;
        try
        {
            body = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = MaxDepth }, request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            return Fail(null, RpcErrorException.ParseError, "Parse error");
        }
        catch (BadHttpRequestException tooLarge)
        {
            return Results.StatusCode(tooLarge.StatusCode);
        }
        using (body)
        {
            return Answer(body.RootElement);
        }
    }

    IResult Answer(JsonElement request)
    {
        object? id = null;
        try
        {
            if (request.ValueKind != JsonValueKind.Object) throw RpcErrorException.Request("Invalid Request: an object expected");
            id = Id(request);
            if (!request.TryGetProperty("jsonrpc", out var version) || version.ValueKind != JsonValueKind.String || version.GetString() != "2.0")
            {
                throw RpcErrorException.Request("Invalid Request: jsonrpc must be 2.0");
            }
            if (!request.TryGetProperty("method", out var name) || name.ValueKind != JsonValueKind.String) throw RpcErrorException.Request("Invalid Request: method missing");
            if (!_methods.TryGetValue(name.GetString()!, out var method)) throw new RpcErrorException(RpcErrorException.MethodNotFound, "method not found");
            var result = method.Handle(Params(request));
            return Results.Json(new Success("2.0", id, result), Json);
        }
        catch (RpcErrorException refused)
        {
            return Fail(id, refused.Code, refused.Message);
        }
        catch (Exception failed) when (failed is InvalidOperationException or OverflowException or ArgumentException)
        {
            logger.LogError(failed, "A request failed");
            return Fail(id, RpcErrorException.InternalError, "internal error");
        }
    }

    static RpcParams Params(JsonElement request)
    {
        if (!request.TryGetProperty("params", out var given) || given.ValueKind == JsonValueKind.Null) return new RpcParams(null);
        return given.ValueKind == JsonValueKind.Object ? new RpcParams(given) : throw RpcErrorException.Params("params: an object expected");
    }

    static object? Id(JsonElement request)
    {
        if (!request.TryGetProperty("id", out var id)) return null;
        return id.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String or JsonValueKind.Number => id.Clone(),
            _ => throw RpcErrorException.Request("Invalid Request: id must be a string or a number"),
        };
    }

    static IResult Fail(object? id, int code, string message) => Results.Json(new Failure("2.0", id, new Error(code, message)), Json);
}
