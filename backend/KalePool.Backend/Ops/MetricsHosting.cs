using Akka.Hosting;
using KalePool.Backend.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpenTelemetry.Metrics;

namespace KalePool.Backend.Ops;

/// <summary>/metrics on a port of its own, which serves nothing else: what is counted is for the operator's Prometheus, not for the API's callers.</summary>
static class MetricsHosting
{
    static readonly string[] Meters =
    [
        PoolMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.RateLimiting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql",
    ];

    public static void ListenForMetrics(this KestrelServerOptions kestrel, MetricsSettings? settings)
    {
        if (settings is null) return;
        kestrel.Listen(settings.Host, settings.Port, listen => listen.Use(next => connection =>
        {
            connection.Features.Set(MetricsConnection.Instance);
            return next(connection);
        }));
    }

    public static void AddPoolMetrics(this IServiceCollection services)
    {
        services.AddSingleton<PoolMeter>().AddSingleton<QueryTimes>().AddSingleton<ApiTimes>().AddSingleton<PoolerLoads>().AddSingleton<SuccessFigures>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(Meters).AddPrometheusExporter());
    }

    public static AkkaConfigurationBuilder AddEventCounter(this AkkaConfigurationBuilder builder) =>
        builder.WithActors((system, _, resolver) => system.ActorOf(resolver.Props<EventCounter>(), "event-counter"));

    /// <summary>Before everything else: what comes in by the metrics port goes nowhere else.</summary>
    public static void UseMetricsPort(this IApplicationBuilder app) =>
        app.MapWhen(context => context.Features.Get<MetricsConnection>() is not null, metrics =>
        {
            metrics.UseOpenTelemetryPrometheusScrapingEndpoint();
            metrics.Run(context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        });

    sealed class MetricsConnection
    {
        public static readonly MetricsConnection Instance = new();
    }
}
