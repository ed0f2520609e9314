using System.Diagnostics;
using KalePool.Contracts;

namespace KalePool.Backend.Ops.Tracing;

/// <summary>A line of the log for each answer, and its correlation id for whoever asked: of the request's traceparent, or made here.</summary>
static class RequestLog
{
    public const string Header = "X-Correlation-Id";

    public static void UseRequestLog(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestLog));
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (context, next) =>
        {
            var began = time.GetTimestamp();
            if (Activity.Current is { } activity) context.Response.Headers[Header] = activity.TraceId.ToHexString();
            try
            {
                await next(context);
            }
            finally
            {
                log.Log(
                    LevelOf(context), "{Method} {Route} {Status} in {Milliseconds:0} ms", context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none",
                    context.Response.StatusCode, time.GetElapsedTime(began).TotalMilliseconds);
            }
        });
    }

    /// <summary>What only reads, and what comes every few seconds, says little.</summary>
    static LogLevel LevelOf(HttpContext context) =>
        context.Response.StatusCode < StatusCodes.Status500InternalServerError && (HttpMethods.IsGet(context.Request.Method) || context.Request.Path == Routes.Heartbeat) ? LogLevel.Debug : LogLevel.Information;
}
