using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using KalePool.Devnet.Faults;
using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Devnet.Tests.Faults;

/// <summary>The wire: who may plan faults, and what clients get of them.</summary>
public sealed class AdminSpec : IAsyncLifetime, IDisposable
{
    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
    readonly HttpClient _http = new();
    DevnetServer _server = null!;

    static readonly DevnetSettings Settings = new() { LedgerMs = null, Nodes = 2, AdminPort = 0, AdminToken = "open sesame" };

    public async Task InitializeAsync() => _server = await DevnetServer.StartAsync(Settings, _clock);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Takes_shows_and_drops_a_plan()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await AdminAsync(HttpMethod.Get, "/faults")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await AdminAsync(HttpMethod.Put, "/faults", """{"seed":5,"rules":[{"fault":"http_status","nodes":[2]}]}""")).Status);
        var (_, shown) = await AdminAsync(HttpMethod.Get, "/faults");
        Assert.Equal("http_status", JsonDocument.Parse(shown).RootElement.GetProperty("rules")[0].GetProperty("fault").GetString());

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(0));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(1));
        var (_, log) = await AdminAsync(HttpMethod.Get, "/faults/log");
        var entry = Assert.Single(JsonDocument.Parse(log).RootElement.GetProperty("faults").EnumerateArray());
        Assert.Equal((2, "getHealth", "http_status"), (entry.GetProperty("node").GetInt32(), entry.GetProperty("method").GetString(), entry.GetProperty("fault").GetString()));
        Assert.Equal("""{"faults":[]}""", (await AdminAsync(HttpMethod.Get, "/faults/log?after=1")).Body);

        Assert.Equal(HttpStatusCode.NoContent, (await AdminAsync(HttpMethod.Delete, "/faults")).Status);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(1));
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_plan_and_keeps_the_one_before()
    {
        await AdminAsync(HttpMethod.Put, "/faults", """{"rules":[{"fault":"http_status"}]}""");

        var (status, body) = await AdminAsync(HttpMethod.Put, "/faults", """{"rules":[{"fault":"lag","ledgers":99,"nodes":[3]}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["rules[0].nodes[0]: 1 to 2 expected, not 3", "rules[0].ledgers: 1 to 60 expected, not 99"],
            JsonDocument.Parse(body).RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetString()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(0));
        Assert.Equal(HttpStatusCode.BadRequest, (await AdminAsync(HttpMethod.Get, "/faults/log?after=x")).Status);
    }

    [Fact]
    public async Task Counts_what_each_server_was_asked()
    {
        await StatusAsync(1);
        await StatusAsync(1);
        using var several = new StringContent("""[{"jsonrpc":"2.0","id":1,"method":"getHealth"},{"jsonrpc":"2.0","id":2,"method":"getNetwork"},{"jsonrpc":"2.0","id":3,"method":"noSuchThing"}]""", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(_server.RpcUrls[1]), several);
        var bytes = (await answer.Content.ReadAsByteArrayAsync()).Length;

        var nodes = JsonDocument.Parse((await AdminAsync(HttpMethod.Get, "/calls")).Body).RootElement.GetProperty("nodes");

        Assert.Equal((0, 3), (nodes[0].GetProperty("requests").GetInt32(), nodes[1].GetProperty("requests").GetInt32()));
        var calls = nodes[1].GetProperty("calls").EnumerateObject().Select(call => (call.Name, call.Value.GetInt32()));
        Assert.Equal([("getHealth", 3), ("getNetwork", 1), ("other", 1)], calls);
        Assert.True(nodes[1].GetProperty("bytesOut").GetInt64() > bytes && nodes[1].GetProperty("bytesIn").GetInt64() > 150);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer open")]
    [InlineData("Basic open sesame")]
    [InlineData("Bearer ")]
    public async Task Nobody_without_the_token_sees_or_changes_anything(string? authorization)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete])
        {
            using var request = new HttpRequestMessage(method, $"{_server.AdminUrl}/faults") { Content = new StringContent("""{"rules":[{"fault":"http_status"}]}""") };
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var answer = await _http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
        Assert.Null(_server.Network.Plan);
    }

    [Fact]
    public async Task A_client_of_rpc_sees_and_changes_nothing_even_with_the_token()
    {
        foreach (var url in _server.RpcUrls)
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Post])
            {
                using var request = new HttpRequestMessage(method, $"{url}/faults") { Content = new StringContent("""{"rules":[{"fault":"http_status"}]}""", Encoding.UTF8, "application/json") };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "open sesame");
                using var answer = await _http.SendAsync(request);
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            }
            using var called = await _http.PostAsJsonAsync(url, new { jsonrpc = "2.0", id = 1, method = "faults", @params = new { rules = new[] { new { fault = "http_status" } } } });
            Assert.Equal(-32601, (await called.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("code").GetInt32());
        }
        Assert.Null(_server.Network.Plan);
    }

    [Fact]
    public async Task Is_off_by_default()
    {
        await using var plain = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = null }, _clock);

        Assert.Null(plain.AdminUrl);
        Assert.Null(plain.Network.Plan);
        Assert.Equal(plain.RpcUrl, plain.ClientSettings.Single(setting => setting.Name == "RPC_URL").Value);
        Assert.DoesNotContain(plain.ClientSettings, setting => setting.Name.StartsWith("ADMIN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Makes_a_token_where_none_is_given_and_names_all_servers()
    {
        await using var server = await DevnetServer.StartAsync(Settings with { AdminToken = null, Nodes = 3 }, _clock);
        var settings = server.ClientSettings.ToDictionary(setting => setting.Name, setting => setting.Value);

        Assert.True(settings["ADMIN_TOKEN"].Length >= 32);
        Assert.Equal(server.AdminUrl, settings["ADMIN_URL"]);
        Assert.Equal(3, settings["RPC_URL"].Split(',').Distinct().Count());
        Assert.All(server.RpcUrls, url => Assert.NotEqual(server.AdminUrl, url));
    }

    [Fact]
    public async Task Begins_with_the_plan_of_a_file_or_not_at_all()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, """{"rules":[{"fault":"http_status","status":418}]}""");
            await using (var server = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = null, FaultsFile = path }, _clock))
            {
                using var answer = await _http.PostAsJsonAsync(server.RpcUrl, Health);
                Assert.Equal(418, (int)answer.StatusCode);
            }
            await File.WriteAllTextAsync(path, """{"rules":[{"fault":"lag","ledgers":0}]}""");
            await Assert.ThrowsAsync<FaultPlanException>(() => DevnetServer.StartAsync(new DevnetSettings { LedgerMs = null, FaultsFile = path }, _clock));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_client_that_is_not_answered_runs_into_its_own_time_limit()
    {
        _server.Network.Follow(FaultPlan.Parse("""{"rules":[{"fault":"no_answer","methods":["getHealth"]}]}"""u8));
        var patience = new FakeTimeProvider();
        var rpc = new StellarRpcClient(_http, new Uri(_server.RpcUrl), new StellarRpcOptions { TimeProvider = patience });

        var health = rpc.GetHealthAsync();
        while (_server.Network.Log.After().IsEmpty) await Task.Yield();
        patience.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(RpcErrorKind.Timeout, (await Assert.ThrowsAsync<RpcException>(() => health)).Kind);
        Assert.Equal(_server.Chain.View.State.Sequence, (await rpc.GetLatestLedgerAsync()).Sequence);
    }

    [Fact]
    public async Task A_late_answer_comes_by_the_servers_clock()
    {
        _server.Network.Follow(FaultPlan.Parse("""{"rules":[{"fault":"late_answer","delay_ms":60000}]}"""u8));
        var health = StatusAsync(0);
        while (!health.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(20));
            await Task.WhenAny(health, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        }

        Assert.Equal(HttpStatusCode.OK, await health);
    }

    [Fact]
    public async Task A_server_stops_while_a_client_waits()
    {
        await using var server = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = null }, _clock);
        server.Network.Follow(FaultPlan.Parse("""{"rules":[{"fault":"no_answer"}]}"""u8));
        var waiting = _http.PostAsJsonAsync(server.RpcUrl, Health);
        while (server.Network.Log.After().IsEmpty) await Task.Yield();

        await server.DisposeAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => waiting);
    }

    static object Health { get; } = new { jsonrpc = "2.0", id = 1, method = "getHealth" };

    async Task<HttpStatusCode> StatusAsync(int node)
    {
        using var answer = await _http.PostAsJsonAsync(_server.RpcUrls[node], Health);
        return answer.StatusCode;
    }

    async Task<(HttpStatusCode Status, string Body)> AdminAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, _server.AdminUrl + path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "open sesame");
        using var answer = await _http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
