using System.Net;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;

namespace KalePool.Backend.Tests.Ops;

/// <summary>The metrics as Prometheus reads them, from a backend of their own.</summary>
[Collection(AloneCollection.Name)]
public sealed class MetricsSpec : IAsyncLifetime
{
    readonly BackendHost _host = new();

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.StartAsync(("ENABLE_METRICS", "true"));
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Tell_what_the_pool_has_done_on_a_port_that_serves_nothing_else()
    {
        var pool = await TestPool.MakeAsync(_host);
        await pool.JoinAsync();
        await _host.ReachAsync(_host.Watch.Latest!.FarmIndex + 1);
        await pool.PlantAsync(_host.PlantIndex);

        await Poll.UntilAsync(async () => await CountAsync("kalepool_plants_total", "outcome=\"success\"") == 1, "the plant in the metrics");
        Assert.Equal(1, await CountAsync("kalepool_blocks_total", "status=\"opened\""));
        Assert.True(await CountAsync("kalepool_fees_stroops_total", "kind=\"plant\"") > 0);
        Assert.True(await CountAsync("kalepool_chain_ledger", "") >= _host.Watch.Latest!.LatestLedger);
        Assert.True(await CountAsync("http_server_request_duration_seconds_count", "http_route=\"/api/v1/farmers\"") > 0);

        Assert.Equal(HttpStatusCode.NotFound, (await _host.Http.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.Http.GetAsync(new Uri(_host.MetricsUrl, Routes.Live))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.Http.GetAsync(new Uri(_host.MetricsUrl, Routes.AdminPoolers))).StatusCode);
    }

    /// <summary>The value in the line of that name and label; -1 where there is none.</summary>
    async Task<double> CountAsync(string name, string label)
    {
        var lines = (await _host.Http.GetStringAsync(_host.MetricsUrl)).Split('\n');
        var line = lines.FirstOrDefault(l => (l.StartsWith(name + "{", StringComparison.Ordinal) || l.StartsWith(name + " ", StringComparison.Ordinal)) && l.Contains(label, StringComparison.Ordinal));
        return line is null ? -1 : double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
