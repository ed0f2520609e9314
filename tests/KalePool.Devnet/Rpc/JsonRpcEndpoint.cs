using System.Net.Mime;
using Microsoft.Net.Http.Headers;

namespace KalePool.Devnet.Rpc;

/// <summary>JSON-RPC over POST, as stellar-rpc serves it. Where nothing is to be answered, there is no body (204).</summary>
sealed class JsonRpcEndpoint(JsonRpcDispatcher dispatcher)
{
    public const long MaxBodyBytes = 512 * 1024;

    public async Task<IResult> HandleAsync(HttpRequest request)
    {
        request.HttpContext.Response.Headers["Accept-Post"] = MediaTypeNames.Application.Json;
        if (UnsupportedType(request.ContentType) is { } unsupported) return Results.Text(unsupported, statusCode: StatusCodes.Status415UnsupportedMediaType);
        using var body = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException tooLarge)
        {
            return Results.StatusCode(tooLarge.StatusCode);
        }
        return dispatcher.Answer(body.GetBuffer().AsMemory(0, (int)body.Length)) is { } answer ? Results.Bytes(answer, MediaTypeNames.Application.Json) : Results.NoContent();
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
}
