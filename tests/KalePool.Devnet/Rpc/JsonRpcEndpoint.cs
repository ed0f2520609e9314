using System.Net.Mime;
using KalePool.Devnet.Faults;
using Microsoft.Net.Http.Headers;

namespace KalePool.Devnet.Rpc;

/// <summary>JSON-RPC over POST, as stellar-rpc serves it. Where nothing is to be answered, there is no body (204).</summary>
sealed class JsonRpcEndpoint(DevnetNode node, TimeProvider time, CancellationToken stopping)
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
        var asked = body.GetBuffer().AsMemory(0, (int)body.Length);
        node.Counts.Asked(asked);
        return await TellAsync(node.Answer(asked), request.HttpContext);
    }

    async Task<IResult> TellAsync(NodeAnswer answer, HttpContext context)
    {
        try
        {
            // What is done late is done, whether the client still waits or not.
            while (answer is NodeAnswer.Later later)
            {
                await Task.Delay(later.Delay, time, stopping);
                answer = later.Then();
            }
            if (answer is NodeAnswer.Told { Body: { } body }) node.Counts.Answered(body.Length);
            if (answer is NodeAnswer.Told told) return told.Body is null ? Results.NoContent() : new Answered(told);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, either.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        return Results.Empty;
    }

    sealed class Answered(NodeAnswer.Told told) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = told.Status;
            httpContext.Response.ContentType = told.ContentType;
            httpContext.Response.ContentLength = told.Body!.Length;
            await httpContext.Response.Body.WriteAsync(told.Body, httpContext.RequestAborted);
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
}
