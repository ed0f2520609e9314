using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using KalePool.Backend.Ops;
using KalePool.Backend.Ops.Alerts;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Packaging;

/// <summary>Prometheus' rules and the Grafana dashboard name figures that a running backend has, and the thresholds that it alerts at itself.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "xunit ends it by DisposeAsync of its own interface.")]
public sealed partial class FiguresSpec : IAsyncLifetime
{
    static readonly string Rules = Read("prometheus/rules.yml");

    readonly BackendHost _host = new();
    readonly HashSet<string> _known = [];
    readonly MeterListener _listener = new();

    public async Task InitializeAsync()
    {
        _listener.InstrumentPublished = (instrument, _) =>
        {
            lock (_known) _known.UnionWith(PrometheusNamesOf(instrument));
        };
        _listener.Start();
        await _host.InitializeAsync();
        await _host.StartAsync(("ENABLE_METRICS", "true"));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _listener.Dispose();
    }

    static string Read(string path) => File.ReadAllText(Path.Combine(ComposeFile.Root, "packaging", path));

    static List<string> NamesIn(string text) => [.. Figure().Matches(text).Select(m => m.Value).Distinct()];

    [Fact]
    public async Task Every_figure_that_is_asked_for_is_one_of_a_running_backend()
    {
        await _host.Http.GetAsync(KalePool.Contracts.Routes.Ready);
        var shown = NamesIn(Regex.Replace(await _host.Http.GetStringAsync(_host.MetricsUrl), "^#.*$", "", RegexOptions.Multiline));
        // That the names are made as the exporter makes them.
        Assert.Contains("kalepool_alerts", shown);
        Assert.Contains("kalepool_api_duration_seconds_bucket", shown);
        Assert.Empty(shown.Except(_known));
        foreach (var file in (string[])["prometheus/rules.yml", "prometheus/rules.test.yml", "grafana/dashboards/kalepool.json"])
        {
            var asked = NamesIn(Read(file));
            Assert.NotEmpty(asked);
            Assert.Empty(asked.Except(_known));
        }
    }

    [Fact]
    public void Every_alert_of_the_backend_has_a_rule()
    {
        var coded = Coded().Matches(Rules).Select(m => m.Groups[1].Value).Concat(AlsoCoded().Match(Rules).Groups[1].Value.Split('|')).ToHashSet();
        Assert.Equal(AlertCode.All.Order(), coded.Order());
    }

    [Fact]
    public void Thresholds_are_the_backends_own()
    {
        string[] expected =
        [
            $"le=\"{ApiTimes.Most.TotalSeconds}\"",
            Number($"> 0.{100 - ApiTimes.LeastSuccessPercent:00}"),
            Number($"kalepool_pooler_calls_total[1h])) >= {ApiTimes.LeastCalls}"),
            Number($"kalepool_acts_total{{kind=~\"plant|work|harvest|rescue\",result=~\"success|failed\"}}[1h])) > 0.{PoolFigures.MostFailingPercent:00}"),
            Number($"> {QueryTimes.MostOnAverage.TotalSeconds}"),
            Number($"kalepool_heartbeat_others_cpu_percent) > {PoolerLoads.MostPercent}"),
            Number($"kalepool_heartbeat_memory_percent) > {PoolerLoads.MostPercent}"),
            Number($"kalepool_backup_age_seconds) > {BackupWatch.Most.TotalSeconds}"),
            .. SuccessFigures.LeastPercent.Select(p => Number($"kalepool_success_ratio{{of=\"{p.Key}\"}}) < 0.{p.Value:00} and max(kalepool_success_tries{{of=\"{p.Key}\"}}) >= {SuccessFigures.Least}")),
        ];
        var rules = Regex.Replace(Rules, @"\s+", " ");
        Assert.All(expected, text => Assert.Contains(text, rules, StringComparison.Ordinal));
    }

    static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>As the exporter names it: dots become underscores, the unit follows, then what kind it is.</summary>
    static IEnumerable<string> PrometheusNamesOf(Instrument instrument)
    {
        if (instrument.Meter.Name != PoolMeter.Name) return [];
        var unit = instrument.Unit switch
        {
            null or "" => "",
            "s" => "_seconds",
            var other => "_" + other,
        };
        var name = instrument.Name.Replace('.', '_') + unit;
        return instrument switch
        {
            Counter<long> => [name + "_total"],
            Histogram<double> => [name + "_bucket", name + "_sum", name + "_count"],
            _ => [name],
        };
    }

    [GeneratedRegex(@"kalepool_\w+")]
    private static partial Regex Figure();

    [GeneratedRegex(@", code: (\w+) \}")]
    private static partial Regex Coded();

    [GeneratedRegex(@"kalepool_alerts\{code=~""([\w|]+)""\}")]
    private static partial Regex AlsoCoded();
}
