using System.Collections.Frozen;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;

namespace KalePool.Devnet.Rpc;

/// <summary>
/// JSON-RPC 2.0 over POST, as stellar-rpc serves it: a request or an array of them, parameters by name. Notifications are carried out and not answered; where
/// nothing is to be answered, there is no body (204). One answer comes alone, several as an array: first the refusals of what was no request, then the others in order.
/// </summary>
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

    sealed record Success(string Jsonrpc, JsonElement? Id, object Result);

    sealed record Failure(string Jsonrpc, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? Id, Error Error);

    sealed record Error(int Code, string Message);

    public async Task<IResult> HandleAsync(HttpRequest request)
    {
        request.HttpContext.Response.Headers["Accept-Post"] = MediaTypeNames.Application.Json;
        if (UnsupportedType(request.ContentType) is { } unsupported) return Results.Text(unsupported, statusCode: StatusCodes.Status415UnsupportedMediaType);
        JsonDocument body;
        try
        {
            body = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = MaxDepth }, request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            return Write(Refuse(null, new RpcErrorException(RpcErrorException.ParseError, "parse error")));
        }
        catch (BadHttpRequestException tooLarge)
        {
            return Results.StatusCode(tooLarge.StatusCode);
        }
        using (body)
        {
            return body.RootElement.ValueKind == JsonValueKind.Array ? Answer([.. body.RootElement.EnumerateArray()]) : Answer([body.RootElement]);
        }
    }

    static string? UnsupportedType(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase))
        {
            return "content-type must be application/json";
        }
        var charset = type.Charset.HasValue ? type.Charset.Value.Trim('"') : "utf-8";
        return charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase) ? null : "invalid content-type charset";
    }

    IResult Answer(IReadOnlyList<JsonElement> elements)
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
            0 => Results.NoContent(),
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
    static IResult Write(object answer) => Results.Bytes(JsonSerializer.SerializeToUtf8Bytes(answer, answer.GetType(), Json), MediaTypeNames.Application.Json);
}
