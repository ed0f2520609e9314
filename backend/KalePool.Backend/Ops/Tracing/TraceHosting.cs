using System.Globalization;
using KalePool.Actors.Tracing;
using KalePool.Backend.Settings;
using KalePool.Stellar.Rpc;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace KalePool.Backend.Ops.Tracing;

/// <summary>Traces and logs, which carry the same ids.</summary>
static class TraceHosting
{
    /// <summary>As OpenTelemetry names it, with all that belongs to it; of the process's environment alone.</summary>
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Not System.Net.Http: its activities hold addresses, and an RPC server's may hold a key.</summary>
    public static void AddTracing(this IServiceCollection services)
    {
        services.AddHostedService<TraceLog>();
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint))) return;
        services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("kalepool"))
            .WithTracing(traces => traces.AddSource(PoolTrace.Source, RpcTrace.Source, "Microsoft.AspNetCore").AddOtlpExporter());
    }

    public static void Configure(LoggerConfiguration log, BackendSettings settings)
    {
        log.MinimumLevel.Is(settings.LogLevel == "info" ? LogEventLevel.Information : Enum.Parse<LogEventLevel>(settings.LogLevel, ignoreCase: true))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            .MinimumLevel.Override("Akka", LogEventLevel.Warning);
        if (settings.LogFormat == "json") log.WriteTo.Console(new RenderedCompactJsonFormatter());
        else log.Enrich.With<TraceText>().WriteTo.Console(formatProvider: CultureInfo.InvariantCulture, outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{TraceText}{NewLine}{Exception}");
    }

    sealed class TraceText : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) =>
            logEvent.AddPropertyIfAbsent(new LogEventProperty(nameof(TraceText), new ScalarValue(logEvent.TraceId is { } trace ? $" trace={trace}" : "")));
    }
}
