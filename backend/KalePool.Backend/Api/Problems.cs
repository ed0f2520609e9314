using Akka.Actor;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace KalePool.Backend.Api;

/// <summary>Every error leaves as problem+json with a stable code.</summary>
static class Problems
{
    public static IApplicationBuilder UseProblems(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
                if (context.Response is { StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed, HasStarted: false })
                    await WriteAsync(context, context.Response.StatusCode, ErrorCode.NotFound, $"there is no {context.Request.Method} {context.Request.Path}");
            }
            catch (ApiException e)
            {
                await WriteAsync(context, e.Status, e.Code, e.Message);
            }
            catch (BadHttpRequestException e)
            {
                await WriteAsync(context, e.StatusCode, ErrorCode.ValidationFailed, e.Message);
            }
            catch (AskTimeoutException)
            {
                await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, ErrorCode.UnknownOutcome, "no answer in time; what was asked for may go on: ask again");
            }
        });
        return app;
    }

    static Task WriteAsync(HttpContext context, int status, string code, string detail)
    {
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        var problem = new Problem(status, ReasonPhrases.GetReasonPhrase(status), detail, code);
        return context.Response.WriteAsJsonAsync(problem, ContractsJson.Default.Problem, Problem.ContentType, CancellationToken.None);
    }
}
