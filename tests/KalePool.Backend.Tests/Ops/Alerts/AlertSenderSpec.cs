using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using KalePool.Backend.Ops.Alerts;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Ops.Alerts;

/// <summary>What arrives at a receiver on this machine, of two nodes on one database that are started again.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "xunit ends it by DisposeAsync of its own interface.")]
public sealed class AlertSenderSpec : IAsyncLifetime
{
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    readonly ConcurrentQueue<JsonNode> _posted = new();
    readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    readonly WebApplication _hook;
    TestDatabase _db = null!;
    Webhook _webhook = null!;
    int _status = StatusCodes.Status204NoContent;
    string _leader = "one";

    public AlertSenderSpec()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _hook = builder.Build();
        _hook.MapPost("/hook", async (HttpContext context) =>
        {
            var body = (await JsonNode.ParseAsync(context.Request.Body))!;
            if (_status < 300) _posted.Enqueue(body);
            if (_status == StatusCodes.Status429TooManyRequests) context.Response.Headers.RetryAfter = "700";
            return Results.StatusCode(_status);
        });
    }

    public async Task InitializeAsync()
    {
        _db = await TestDatabase.MakeAsync();
        await _hook.StartAsync();
        _webhook = new Webhook(new Uri(_hook.Urls.Single() + "/hook"), _time);
    }

    public async Task DisposeAsync()
    {
        _webhook.Dispose();
        await _hook.DisposeAsync();
        await _db.DisposeAsync();
        await _services.DisposeAsync();
    }

    IEnumerable<string> Posted => _posted.Select(p => $"{(string?)p["state"]} {(string?)p["code"]} {(string?)p["subject"]}".TrimEnd());

    /// <summary>A node as it is after a start: it remembers nothing.</summary>
    Node Start(string name, Database? database = null)
    {
        var board = new AlertBoard(_time, NullLogger<AlertBoard>.Instance);
        var settings = BackendSettings.Read(new SettingsReader(SettingsSource.Of(new Dictionary<string, string>
        {
            ["STELLAR_NETWORK"] = "DEVNET",
            ["NETWORK_PASSPHRASE"] = "a net",
            ["RPC_URL"] = "http://127.0.0.1:1",
            ["KALE_CONTRACT_ID"] = "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA",
        })));
        var meter = new AlertMeter(board, _services.GetRequiredService<IMeterFactory>());
        return new Node(board, new AlertSender(board, new ToldAlerts(database ?? _db.Database, _time), new AlertNode(name, () => _leader == name), settings, meter, _time, NullLogger<AlertSender>.Instance));
    }

    Task<WebhookAnswer?> PassAsync(Node node) => node.Sender.PassAsync(_webhook, CancellationToken.None);

    [Fact]
    public async Task Of_what_every_node_finds_one_tells_once_however_often_it_is_started()
    {
        var (one, two) = (Start("one"), Start("two"));
        one.Board.Set("code", "", "wrong");
        two.Board.Set("code", "", "wrong");
        await PassAsync(two);
        Assert.Empty(Posted);
        await PassAsync(one);
        await PassAsync(one);
        _leader = "two";
        await PassAsync(two);
        one = Start("one");
        await PassAsync(one);
        one.Board.Set("code", "", "wrong");
        await PassAsync(one);
        Assert.Equal(["began code"], Posted);
        two.Board.Set("code", "", null);
        one.Board.Set("code", "", null);
        await PassAsync(one);
        await PassAsync(two);
        await PassAsync(two);
        Assert.Equal(["began code", "ended code"], Posted);
    }

    [Fact]
    public async Task What_was_told_is_not_over_before_somebody_has_looked_after_a_restart()
    {
        var one = Start("one");
        one.Board.Set("code", "one", "wrong", ofThisNodeAlone: true);
        await PassAsync(one);
        one = Start("one");
        await PassAsync(one);
        Assert.Equal(["began code one"], Posted);
        one.Board.Set("code", "one", null, ofThisNodeAlone: true);
        await PassAsync(one);
        Assert.Equal(["began code one", "ended code one"], Posted);
    }

    [Fact]
    public async Task What_one_node_has_found_another_may_end()
    {
        var (one, two) = (Start("one"), Start("two"));
        one.Board.Begin(AlertCode.LossUnexplained, "f", "lost");
        await PassAsync(one);
        one = Start("one");
        one.Board.Begin(AlertCode.LossUnexplained, "g", "lost");
        await PassAsync(one);
        await PassAsync(two);
        two.Board.End(AlertCode.LossUnexplained, "f");
        await PassAsync(two);
        Assert.Equal(["began loss_unexplained f", "began loss_unexplained g", "ended loss_unexplained f"], Posted);
    }

    [Fact]
    public async Task What_was_not_taken_is_told_later_and_nothing_after_it_is_tried()
    {
        var one = Start("one");
        one.Board.Set("a", "", "wrong");
        _time.Advance(TimeSpan.FromSeconds(1));
        one.Board.Set("b", "", "wrong");
        _status = StatusCodes.Status429TooManyRequests;
        Assert.Equal(TimeSpan.FromSeconds(700), (await PassAsync(one))!.RetryAfter);
        _status = StatusCodes.Status503ServiceUnavailable;
        Assert.Equal("it answered 503", (await PassAsync(one))!.Trouble);
        _status = StatusCodes.Status204NoContent;
        Assert.Null(await PassAsync(one));
        Assert.Equal(["began a", "began b"], Posted);
    }

    [Fact]
    public async Task A_body_that_is_refused_as_such_does_not_keep_the_others_back()
    {
        var one = Start("one");
        one.Board.Set("a", "", "wrong");
        _status = StatusCodes.Status400BadRequest;
        Assert.Null(await PassAsync(one));
        _status = StatusCodes.Status204NoContent;
        one.Board.Set("b", "", "wrong");
        await PassAsync(one);
        Assert.Equal(["began b"], Posted);
    }

    [Fact]
    public async Task A_node_that_has_died_while_it_told_is_replaced()
    {
        var one = Start("one");
        one.Board.Set("a", "", "wrong");
        _status = StatusCodes.Status503ServiceUnavailable;
        await PassAsync(one);
        (_status, _leader) = (StatusCodes.Status204NoContent, "two");
        var two = Start("two");
        two.Board.Set("a", "", "wrong");
        await PassAsync(two);
        Assert.Empty(Posted);
        _time.Advance(ToldAlerts.Stale + TimeSpan.FromSeconds(1));
        await PassAsync(two);
        Assert.Equal(["began a"], Posted);
    }

    [Fact]
    public async Task A_database_that_is_gone_is_told_of_once()
    {
        using var folder = new TempFolder();
        await using var gone = Database.Of(new DatabaseSettings.Sqlite(folder["no such folder/pool.db"], TimeSpan.FromSeconds(1)));
        var one = Start("one", gone);
        one.Board.Set("database_unhealthy", "one", "gone", ofThisNodeAlone: true);
        await PassAsync(one);
        await PassAsync(one);
        one.Board.Set("database_unhealthy", "one", null, ofThisNodeAlone: true);
        await PassAsync(one);
        Assert.Equal(["began database_unhealthy one", "ended database_unhealthy one"], Posted);
    }

    [Fact]
    public async Task Discord_can_show_it_and_nobody_is_called_by_it()
    {
        var one = Start("one");
        one.Board.Set("code", "@everyone", new string('x', 5_000));
        await PassAsync(one);
        var body = _posted.Single();
        Assert.Equal("ALERT: code @everyone", (string?)body["content"]);
        Assert.Empty(body["allowed_mentions"]!["parse"]!.AsArray());
        var embed = body["embeds"]!.AsArray().Single()!;
        Assert.Equal(("code", 4_096, 0xD0312D), ((string?)embed["title"], ((string)embed["description"]!).Length, (int)embed["color"]!));
        Assert.Equal("2026-01-02T03:04:05+00:00", (string?)embed["timestamp"]);
    }

    [Fact]
    public void Pauses_grow_to_five_minutes_and_what_the_server_asks_for_is_heeded()
    {
        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 300, 300], Enumerable.Range(1, 10).Select(n => (int)AlertSender.PauseAfter(n, null).TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(700), AlertSender.PauseAfter(1, TimeSpan.FromSeconds(700)));
        Assert.Equal(TimeSpan.FromHours(1), AlertSender.PauseAfter(1, TimeSpan.FromDays(400)));
    }

    sealed record Node(AlertBoard Board, AlertSender Sender);
}
