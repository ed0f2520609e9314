using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using KalePool.Backend.Chain;
using KalePool.Backend.Ops;
using KalePool.Backend.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KalePool.Backend.Tests.Packaging;

/// <summary>The Grafana dashboard shows figures that are there.</summary>
public sealed partial class DashboardSpec
{
    [Fact]
    public void Shows_figures_that_the_backend_counts()
    {
        var farm = new FakeFarm();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var known = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == PoolMeter.Name) known.Add(PrometheusNameOf(instrument));
            },
        };
        listener.Start();
        using var watch = new FarmWatch(farm.Rpc, farm.Options, TimeProvider.System, NullLogger<FarmWatch>.Instance);
        using var meter = new PoolMeter(watch, services.GetRequiredService<IMeterFactory>());

        var shown = Figure().Matches(File.ReadAllText(Path.Combine(ComposeFile.Root, "packaging/grafana/dashboards/kalepool.json"))).Select(m => m.Value).Distinct().ToList();

        Assert.NotEmpty(shown);
        Assert.Empty(shown.Except(known));
    }

    /// <summary>As the exporter names it: dots become underscores, the unit follows, then what kind it is.</summary>
    static string PrometheusNameOf(Instrument instrument)
    {
        var unit = instrument.Unit switch
        {
            null or "" => "",
            "s" => "_seconds",
            var other => "_" + other,
        };
        return instrument.Name.Replace('.', '_') + unit + (instrument is Counter<long> ? "_total" : "");
    }

    [GeneratedRegex(@"kalepool_\w+")]
    private static partial Regex Figure();
}
