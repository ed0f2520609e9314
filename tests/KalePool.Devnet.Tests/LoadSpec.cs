using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using KalePool.Devnet.Queue;
using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace KalePool.Devnet.Tests;

/// <summary>Thousands of accounts, one transaction each in one ledger, while many readers ask. What took how long is printed, not asserted.</summary>
public sealed class LoadSpec(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    const int Accounts = 5_000;
    const int Senders = 4_000;
    const int Readers = 16;
    const int AccountsInTransaction = 100;

    static readonly DevnetSettings Settings = new() { LedgerMs = null, Limits = LedgerLimits.Unlimited };

    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
    readonly HttpClient _http = new();
    readonly List<KeyPair> _keys = [.. Enumerable.Range(0, Accounts).Select(i => KeyPair.FromSeed(SHA256.HashData(BitConverter.GetBytes(i))))];
    DevnetServer _server = null!;

    Chain Chain => _server.Chain;

    public async Task InitializeAsync()
    {
        _server = await DevnetServer.StartAsync(Settings, _clock);
        var funders = Chain.Keys.Minions;
        foreach (var (chunk, i) in _keys.Chunk(AccountsInTransaction).Select((chunk, i) => (chunk, i)))
        {
            Submit(funders[i], [.. chunk.Select(key => Operations.CreateAccount(Addresses.Account(key.PublicKey), 100_0000000))]);
        }
        Assert.Equal(Accounts / AccountsInTransaction, Close().Transactions.Count);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Closes_ledgers_of_thousands_of_transactions_while_readers_see_whole_ledgers_only()
    {
        using var stop = new CancellationTokenSource();
        var reads = new ConcurrentBag<double>();
        var readers = new List<Task>();
        for (var round = 0; round < 3; round++)
        {
            // The first round is measured alone.
            if (round == 1) readers.AddRange(Enumerable.Range(0, Readers).Select(i => ReadAsync(i, reads, stop.Token)));
            var signed = Pay();
            var began = TimeProvider.System.GetTimestamp();
            await Parallel.ForEachAsync(signed, (envelope, _) =>
            {
                Assert.Equal(QueueStatus.Pending, Chain.Submit(envelope).Status);
                return ValueTask.CompletedTask;
            });
            var submitted = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
            began = TimeProvider.System.GetTimestamp();
            var closed = Close();
            output.WriteLine($"{Senders} payments among {Accounts} accounts: taken in {submitted:F0} ms, closed in {TimeProvider.System.GetElapsedTime(began).TotalMilliseconds:F0} ms, {reads.Count} answers so far");

            Assert.Equal(Senders, closed.Transactions.Count);
            Assert.All(closed.Transactions, tx => Assert.True(tx.Succeeded));
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.NotEmpty(reads);
        output.WriteLine($"{Readers} readers: {reads.Count} answers, median {reads.Order().ElementAt(reads.Count / 2):F1} ms, longest {reads.Max():F0} ms");
    }

    [Fact]
    public async Task Answers_while_a_ledger_is_being_made()
    {
        // Two, for one alone has no order that would be asked for.
        Submit(_keys[0], [Operations.Payment(Addresses.Source(_keys[1].PublicKey), new Asset.Native(), 1)]);
        Submit(_keys[1], [Operations.Payment(Addresses.Source(_keys[0].PublicKey), new Asset.Native(), 1)]);
        var making = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goOn = new ManualResetEventSlim();
        Chain.Order = _ =>
        {
            making.TrySetResult();
            goOn.Wait();
            return 0;
        };
        var before = Chain.View.State.Sequence;
        var closing = Task.Run(Close);
        await making.Task;

        foreach (var method in new[] { "getHealth", "getLatestLedger", "getFeeStats", "getNetwork" }) await CallAsync(method, new { });
        Assert.Equal(before, (await CallAsync("getLatestLedger", new { })).GetProperty("sequence").GetUInt32());
        await CallAsync("getLedgerEntries", new { keys = new[] { KeyOf(0), KeyOf(1) } });
        await CallAsync("getEvents", new { startLedger = before });
        await CallAsync("getTransactions", new { startLedger = before });
        goOn.Set();

        Assert.Equal(before + 1, (await closing).Sequence);
        Assert.Equal(before + 1, (await CallAsync("getLatestLedger", new { })).GetProperty("sequence").GetUInt32());
    }

    /// <summary>Each sender pays the next one, so that all end with as much as they had but for the fee.</summary>
    List<TransactionEnvelope> Pay()
    {
        var envelopes = new TransactionEnvelope[Senders];
        Parallel.For(0, Senders, i => envelopes[i] = Sign(_keys[i], [Operations.Payment(Addresses.Source(_keys[(i + 1) % Senders].PublicKey), new Asset.Native(), 1_0000000)]));
        return [.. envelopes];
    }

    /// <summary>Asks for what belongs together: ledgers never go back, and the senders' money is whole in every answer.</summary>
    async Task ReadAsync(int number, ConcurrentBag<double> reads, CancellationToken stop)
    {
        var keys = Enumerable.Range(number * 100, 100).Select(KeyOf).ToArray();
        uint last = 0;
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var began = TimeProvider.System.GetTimestamp();
            var answer = (round % 4) switch
            {
                0 => await CallAsync("getLedgerEntries", new { keys }),
                1 => await CallAsync("getTransactions", new { startLedger = Math.Max(last, Chain.View.History.OldestSequence), pagination = new { limit = 50 } }),
                2 => await CallAsync("getEvents", new { startLedger = Math.Max(last, Chain.View.History.OldestSequence), pagination = new { limit = 100 } }),
                _ => await CallAsync("getFeeStats", new { }),
            };
            reads.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
            var latest = answer.GetProperty("latestLedger").GetUInt32();
            Assert.True(latest >= last, $"ledger {latest} after {last}");
            last = latest;
            if (round % 4 == 0) AssertOneLedger(answer, keys.Length);
        }
    }

    /// <summary>Every sender has sent one transaction a ledger: all have the same sequence number, or the entries are of different ledgers.</summary>
    static void AssertOneLedger(JsonElement answer, int count)
    {
        var accounts = answer.GetProperty("entries").EnumerateArray()
            .Select(entry => ((LedgerEntryData.Account)XdrCodec.FromBase64<LedgerEntryData>(entry.GetProperty("xdr").GetString()!)).Value).ToList();
        Assert.Equal(count, accounts.Count);
        Assert.Single(accounts.Select(account => account.SeqNum).Distinct());
        Assert.Single(accounts.Select(account => account.Balance).Distinct());
    }

    string KeyOf(int account) => Ledger.LedgerKeys.Account(Addresses.Account(_keys[account].PublicKey)).ToBase64();

    void Submit(KeyPair source, IReadOnlyCollection<Operation> operations) => Assert.Equal(QueueStatus.Pending, Chain.Submit(Sign(source, operations)).Status);

    TransactionEnvelope Sign(KeyPair source, IReadOnlyCollection<Operation> operations)
    {
        var account = Ledger.Accounts.FindAccount(Chain.View.State, Addresses.Account(source.PublicKey))!;
        return TransactionFactory.Classic(Addresses.Source(source.PublicKey), account.SeqNum + 1, Bounds.None, operations).Sign(Chain.Network, source);
    }

    Ledger.ClosedLedger Close()
    {
        _clock.Advance(TimeSpan.FromSeconds(5));
        return Chain.CloseLedger();
    }

    async Task<JsonElement> CallAsync(string method, object given)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(_server.RpcUrl), new { jsonrpc = "2.0", id = 1, method, @params = given });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(body.TryGetProperty("result", out var result), body.ToString());
        return result;
    }
}
