using System.Net.Http.Json;
using System.Text.Json;
using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Devnet.Tests;

/// <summary>The whole server on a clock that the test moves: nothing happens by itself.</summary>
public sealed class ClockSpec : IDisposable
{
    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, 300, TimeSpan.Zero));
    readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(1_000)]
    [InlineData(5_000)]
    public async Task Closes_ledgers_as_the_clock_goes_each_at_its_second(int ledgerMs)
    {
        await using var server = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = ledgerMs }, _clock);
        var first = server.Chain.View.State.Sequence;
        ulong last = 0;
        for (var i = 1u; i <= 5; i++)
        {
            var next = server.Chain.NextLedger;
            // The first tick's time is the server's to choose; from then on one step brings about exactly one ledger.
            if (i > 1) _clock.Advance(TimeSpan.FromMilliseconds(ledgerMs));
            while (i == 1 && !next.IsCompleted)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(100));
                await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System));
            }
            var closed = await next.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

            Assert.Equal(first + i, closed.Sequence);
            Assert.True(closed.CloseTime > last && closed.CloseTime <= server.Chain.Now(), $"{closed.CloseTime} after {last}, at {server.Chain.Now()}");
            if (last > 0) Assert.True(closed.CloseTime >= last + (ulong)ledgerMs / 1_000, $"{closed.CloseTime} after {last}");
            last = closed.CloseTime;
        }
    }

    [Fact]
    public async Task Is_healthy_by_the_same_clock()
    {
        await using var server = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = null }, _clock);
        Assert.True((await HealthAsync(server)).TryGetProperty("result", out _));

        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(-32603, (await HealthAsync(server)).GetProperty("error").GetProperty("code").GetInt32());

        server.CloseLedger();
        var result = (await HealthAsync(server)).GetProperty("result");
        Assert.Equal($"{_clock.GetUtcNow().ToUnixTimeSeconds()}", result.GetProperty("latestLedgerCloseTime").GetString());
    }

    [Fact]
    public async Task Is_the_same_chain_twice_on_the_same_clock_and_settings()
    {
        await using var one = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = null }, _clock);
        await using var other = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = null }, _clock);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(one.Chain.CloseLedger().Hash, other.Chain.CloseLedger().Hash);
    }

    async Task<JsonElement> HealthAsync(DevnetServer server)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(server.RpcUrl), new { jsonrpc = "2.0", id = 1, method = "getHealth" });
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
