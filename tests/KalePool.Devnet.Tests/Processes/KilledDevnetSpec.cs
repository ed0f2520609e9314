using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using KalePool.Demo.Harness;
using KalePool.Stellar.Keys;
using Xunit.Abstractions;

namespace KalePool.Devnet.Tests.Processes;

/// <summary>The real process is killed while transactions flow: whatever a client was told is still so afterwards.</summary>
public sealed class KilledDevnetSpec(ITestOutputHelper output) : IDisposable
{
    const int Rounds = 5;

    readonly string _folder = Directory.CreateTempSubdirectory("kalepool-killed-").FullName;
    readonly HttpClient _http = new();
    readonly ConcurrentDictionary<uint, string> _ledgers = [];
    readonly ConcurrentDictionary<string, string> _transactions = [];
    int _accounts;

    string[] Arguments => ["--port", "0", "--rivals", "3", "--block-seconds", "10", "--state", Path.Combine(_folder, "devnet.state")];

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Keeps_what_it_told_through_kills_at_any_moment()
    {
        var random = new Random(20261124);
        for (var round = 0; round < Rounds; round++)
        {
            await using var devnet = await StartAsync(Arguments);
            await AssertStillSoAsync(devnet);
            using var stop = new CancellationTokenSource();
            var told = Channel.CreateUnbounded<string>();
            var clients = Task.WhenAll(Enumerable.Range(0, 12).Select(_ => FundAsync(devnet, told.Writer, stop.Token)));
            for (var left = random.Next(5, 40); left > 0; left--) await told.Reader.ReadAsync();
            if (round == Rounds / 2) Assert.Equal(0, await devnet.TerminateAsync());
            else await devnet.KillAsync();
            await stop.CancelAsync();
            await clients;
        }
        await using var last = await StartAsync(Arguments);
        await AssertStillSoAsync(last);
        Assert.Equal(0, await last.TerminateAsync());
        output.WriteLine($"{Rounds} ends: {_transactions.Count} transactions and {_ledgers.Count} ledgers that were told of are as they were told");
    }

    [Fact]
    public async Task Names_the_setting_with_which_the_file_was_not_made()
    {
        await using (var devnet = await StartAsync(Arguments)) await devnet.KillAsync();

        var refused = await Assert.ThrowsAsync<ProcessDiedException>(() => StartAsync([.. Arguments, "--passphrase", "another"]));

        AssertNamed("--passphrase", refused);
    }

    [Fact]
    public async Task Refuses_to_share_a_file()
    {
        await using var devnet = await StartAsync(Arguments);

        var refused = await Assert.ThrowsAsync<ProcessDiedException>(() => StartAsync(Arguments));

        AssertNamed("--state", refused);
    }

    Task<ChainProcess> StartAsync(string[] arguments) => ChainProcess.StartDevnetAsync(_folder, arguments);

    static void AssertNamed(string setting, ProcessDiedException refused)
    {
        Assert.Equal(1, refused.ExitStatus);
        Assert.StartsWith($"kalepool-devnet: {setting}: ", refused.LastLines[0], StringComparison.Ordinal);
    }

    /// <summary>Has accounts made and remembers each transaction once it is found, with the ledger that is the latest then.</summary>
    async Task FundAsync(ChainProcess devnet, ChannelWriter<string> told, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var key = KeyPair.FromSeed(SHA256.HashData(BitConverter.GetBytes(Interlocked.Increment(ref _accounts))));
                using var funded = await _http.GetAsync(new Uri($"{devnet.FriendbotUrl}?addr={key.Address}"), stop);
                funded.EnsureSuccessStatusCode();
                var hash = (await funded.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty("hash").GetString()!;
                var found = await CallAsync(devnet, "getTransaction", new { hash }, stop);
                Assert.Equal("SUCCESS", found.GetProperty("status").GetString());
                _transactions[hash] = Told(found);
                var latest = await CallAsync(devnet, "getLatestLedger", new { }, stop);
                _ledgers[latest.GetProperty("sequence").GetUInt32()] = latest.GetProperty("id").GetString()!;
                await told.WriteAsync(hash, stop);
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or IOException)
        {
            // The process was killed; what it had told counts, this did not.
        }
    }

    async Task AssertStillSoAsync(ChainProcess devnet)
    {
        foreach (var (hash, told) in _transactions) Assert.Equal(told, Told(await CallAsync(devnet, "getTransaction", new { hash }, default)));
        if (_ledgers.IsEmpty) return;
        var ids = new Dictionary<uint, string>();
        var cursor = (_ledgers.Keys.Min() - 1).ToString(CultureInfo.InvariantCulture);
        while (!ids.ContainsKey(_ledgers.Keys.Max()))
        {
            var page = await CallAsync(devnet, "getLedgers", new { pagination = new { cursor, limit = 200 } }, default);
            foreach (var ledger in page.GetProperty("ledgers").EnumerateArray()) ids[ledger.GetProperty("sequence").GetUInt32()] = ledger.GetProperty("hash").GetString()!;
            Assert.NotEmpty(page.GetProperty("ledgers").EnumerateArray());
            cursor = page.GetProperty("cursor").GetString()!;
        }
        Assert.All(_ledgers, told => Assert.Equal(told.Value, ids[told.Key]));
    }

    /// <summary>All of the answer that does not depend on when it is asked.</summary>
    static string Told(JsonElement found) => string.Join(
        ' ', new[] { "status", "ledger", "createdAt", "applicationOrder", "envelopeXdr", "resultXdr", "resultMetaXdr", "events" }.Select(name => found.GetProperty(name).GetRawText()));

    async Task<JsonElement> CallAsync(ChainProcess devnet, string method, object given, CancellationToken stop)
    {
        using var answer = await _http.PostAsJsonAsync(devnet.RpcUrl, new { jsonrpc = "2.0", id = 1, method, @params = given }, stop);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
        Assert.True(body.TryGetProperty("result", out var result), body.ToString());
        return result;
    }
}
