using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using KalePool.Pooler.Display;
using KalePool.Pooler.Doctor;
using KalePool.Pooler.Status;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Pooler.Tests.Status;

public sealed class StatusServerSpec : IAsyncLifetime
{
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
    static readonly HttpClient Http = new();

    readonly List<string> _warnings = [];
    readonly int _port = FreePort();
    StatusBoard _board = null!;
    StatusService _service = null!;

    public Task InitializeAsync()
    {
        _board = new(_time);
        _service = Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Tells_of_the_present_block()
    {
        Happen(
            new Started("1.0", Guid.Empty, "mine", "G", "b", "r", "TESTNET", "avx2", 2), new BlockOpened(7, "e", 9, 20, 2, _time.GetUtcNow().AddSeconds(90)),
            new Planted(7, 2, 0, 0, []), new Improved(7, "GA", 5, 1), new Improved(6, "GB", 9, 1), new Worked(7, "GA", 5, 12, "h", 1, "t"), new WorkFailed(7, "GB", "t", "r"),
            new Harvested(1, 0, 0, 25_000_000, []), new BlockSettled(6, 2, 2, 5, 4, 4.5));
        _board.Sample(0);
        _time.Advance(TimeSpan.FromSeconds(30));
        _board.Sample(3_000_000);

        using var json = JsonDocument.Parse(await GetAsync("status.json"));
        var status = json.RootElement;
        Assert.Equal((7, 60, 2, 25_000_000), (status.GetProperty("block").GetInt32(), status.GetProperty("ends_in").GetInt32(), status.GetProperty("planted").GetInt32(), status.GetProperty("earned").GetInt64()));
        Assert.Equal(100_000, status.GetProperty("hash_rate_60s").GetDouble());
        Assert.Equal("""[{"wallet":"GA","zeros":5,"worked_zeros":5,"gap":12}]""", status.GetProperty("farmers").GetRawText());

        var metrics = await GetAsync("metrics");
        Assert.Contains("# TYPE kalepool_pooler_hashes_total counter\nkalepool_pooler_hashes_total 3000000\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nkalepool_pooler_block_worked 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nkalepool_pooler_trouble{party=\"rpc\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.All(metrics.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("""^(# (HELP|TYPE) kalepool_pooler_\w+ .+|kalepool_pooler_\w+(\{[^}]+\})? [\d.]+)$""", line));
        Assert.Contains("block 7, ends in 1:00, 2 planted", StatusText.Block(_board.Read()), StringComparison.Ordinal);
        Assert.Contains("100.0 kH/s over 60 s", StatusText.Rates(_board.Read()), StringComparison.Ordinal);
        Assert.Contains("harvested 2.50 KALE", StatusText.Rates(_board.Read()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_healthy_as_long_as_it_runs_and_says_who_does_not_answer()
    {
        Assert.Equal("{\"status\":\"ok\",\"troubles\":[],\"checks\":[]}\n", await GetAsync("health"));
        Happen(new TroubleBegan("rpc", "u", "m", "x"), new HashingPaused("told to"));
        Assert.Equal("{\"status\":\"degraded\",\"troubles\":[\"rpc\"],\"checks\":[]}\n", await GetAsync("health"));
        Assert.Contains("\nkalepool_pooler_paused 1\n", await GetAsync("metrics"), StringComparison.Ordinal);
        Happen(new TroubleEnded("rpc", "u"), new HashingResumed());
        Assert.Equal("{\"status\":\"ok\",\"troubles\":[],\"checks\":[]}\n", await GetAsync("health"));
    }

    [Fact]
    public async Task Says_which_of_its_own_checks_do_not_end_well()
    {
        Happen(new Checked("trustline", Verdict.Weak, "none", "add it"));
        Assert.Equal("{\"status\":\"ok\",\"troubles\":[],\"checks\":[{\"verdict\":\"Weak\",\"check\":\"trustline\",\"text\":\"none\",\"remedy\":\"add it\"}]}\n", await GetAsync("health"));
        Happen(new Checked("account", Verdict.Wrong, "empty", "send"));
        Assert.StartsWith("{\"status\":\"degraded\"", await GetAsync("health"), StringComparison.Ordinal);
        Assert.Contains("\nkalepool_pooler_check{check=\"account\"} 2\nkalepool_pooler_check{check=\"trustline\"} 1\n", await GetAsync("metrics"), StringComparison.Ordinal);
        Happen(new Checked("account", Verdict.Ok, "full", null));
        Assert.StartsWith("{\"status\":\"ok\"", await GetAsync("health"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_nothing_but_reading_and_to_no_other_name()
    {
        Assert.StartsWith("<!doctype html>", await GetAsync(""), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync(Of("settings"))).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Http.PostAsync(Of("status.json"), null)).StatusCode);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, Of("status.json")) { Headers = { Host = $"evil.example:{_port}" } };
        Assert.False((await Http.SendAsync(rebound)).IsSuccessStatusCode);
        using var page = await Http.GetAsync(Of(""));
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_costs_the_page_only()
    {
        await using var second = Start();
        Assert.Contains("METRICS_PORT", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    StatusService Start() => StatusService.Start(_port, _board, () => 0, _warnings.Add, new FakeTimeProvider());

    void Happen(params PoolerEvent[] events)
    {
        foreach (var e in events) _board.Take(e);
    }

    Uri Of(string path) => new($"http://127.0.0.1:{_port}/{path}");

    Task<string> GetAsync(string path) => Http.GetStringAsync(Of(path));

    static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
