using Akka.Actor;
using KalePool.Backend.Api.Access;
using KalePool.Backend.Ops;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace KalePool.Backend.Api;

/// <summary>Every error leaves as problem+json with a stable code.</summary>
static class Problems
{
    /// <summary>After a chain or an actor that did not answer.</summary>
    const string SoonSeconds = "5";

    public static IApplicationBuilder UseProblems(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Problems));
        var refusals = app.Services.GetRequiredService<PoolerRefusals>();
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
                if (context.Response is { StatusCode: >= StatusCodes.Status400BadRequest, HasStarted: false, ContentType: null }) await RefuseAsync(context, Bare(context));
            }
            catch (Exception e) when (!context.Response.HasStarted)
            {
                if (context.RequestAborted.IsCancellationRequested) return;
                var problem = Of(e);
                if (problem.Status == StatusCodes.Status500InternalServerError) log.LogError(e, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
                await RefuseAsync(context, problem);
            }
        });
        return app;

        Task RefuseAsync(HttpContext context, Problem problem)
        {
            Note(context, refusals, problem);
            return WriteAsync(context, problem);
        }
    }

    /// <summary>What happened inside is for the log alone.</summary>
    static Problem Of(Exception exception) => exception switch
    {
        ApiException e => Of(e.Status, e.Code, e.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Of(StatusCodes.Status413PayloadTooLarge, ErrorCode.ValidationFailed, "body: too large"),
        BadHttpRequestException e => Of(e.StatusCode, ErrorCode.ValidationFailed, e.Message),
        AskTimeoutException => Of(StatusCodes.Status503ServiceUnavailable, ErrorCode.UnknownOutcome, "no answer in time; what was asked for may go on: ask again"),
        _ => Of(StatusCodes.Status500InternalServerError, ErrorCode.UnknownOutcome, "something failed in the backend; what was asked for may go on: ask again"),
    };

    /// <summary>A refusal by the framework, which has no body: no route, another method, an argument in the path that is none.</summary>
    static Problem Bare(HttpContext context) => context.Response.StatusCode switch
    {
        var status and StatusCodes.Status401Unauthorized => Of(status, ErrorCode.Unauthorized, "a valid bearer key is needed"),
        var status and StatusCodes.Status403Forbidden => Of(status, ErrorCode.Forbidden, $"the key does not open {context.Request.Method} {context.Request.Path}"),
        var status and StatusCodes.Status429TooManyRequests => Of(status, ErrorCode.RateLimited, "too many requests: ask again as Retry-After says"),
        var status and (StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed) => Of(status, ErrorCode.NotFound, $"there is no {context.Request.Method} {context.Request.Path}"),
        var status and StatusCodes.Status415UnsupportedMediaType => Of(status, ErrorCode.ValidationFailed, "Content-Type: application/json expected"),
        var status => Of(status, ErrorCode.ValidationFailed, $"{context.Request.Path}: not understood"),
    };

    /// <summary>A pooler's, whose key was right: what the operator has to see.</summary>
    static void Note(HttpContext context, PoolerRefusals refusals, Problem problem)
    {
        if (context.Features.Get<Caller>() is PoolerCaller pooler) refusals.Note(pooler.Standing.PoolerId, problem.Code);
    }

    static Problem Of(int status, string code, string detail) => new(status, ReasonPhrases.GetReasonPhrase(status), detail, code);

    static Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = SoonSeconds;
        if (problem.Status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        return context.Response.WriteAsJsonAsync(problem, ContractsJson.Default.Problem, Problem.ContentType, CancellationToken.None);
    }
}
