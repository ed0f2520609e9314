using KalePool.Backend.Chain;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Errors;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Chain;

public sealed class FarmWatchSpec : IAsyncDisposable
{
    readonly FakeFarm _farm = new();
    readonly FakeTimeProvider _time = new();
    FarmWatch? _watch;

    FarmWatch Watch => _watch!;

    public async ValueTask DisposeAsync()
    {
        if (_watch is null) return;
        await _watch.StopAsync(CancellationToken.None);
        _watch.Dispose();
    }

    Task StartAsync(FarmWatchOptions? options = null)
    {
        _watch = new FarmWatch(_farm.Rpc, options ?? _farm.Options, _time, NullLogger<FarmWatch>.Instance);
        return _watch.StartAsync(CancellationToken.None);
    }

    /// <summary>Lets the watch's time pass, a poll after the other.</summary>
    Task UntilAsync(Func<bool> condition, string what, int stepMilliseconds = 200) => Poll.UntilAsync(
        () =>
        {
            if (condition()) return true;
            _time.Advance(TimeSpan.FromMilliseconds(stepMilliseconds));
            return false;
        },
        what);

    void CloseLedger()
    {
        lock (_farm.Rpc.Calls)
        {
            _farm.Rpc.Ledger++;
            _farm.Rpc.CloseTime += 5;
        }
    }

    [Fact]
    public async Task Shows_farm_and_block_of_the_newest_ledger()
    {
        await StartAsync();
        await UntilAsync(() => Watch.Latest is not null, "a reading");
        var seen = Watch.Latest!;
        Assert.Equal((1_000u, _farm.Rpc.CloseTime, 100u, _farm.Rpc.CloseTime - 60), (seen.LatestLedger, seen.CloseTime, seen.FarmIndex, seen.FarmTimestamp));
        Assert.Equal((ulong)_farm.Rpc.CloseTime - 60, seen.Block!.Timestamp);
        Assert.Equal(FakeFarm.BlockIntervalSeconds, seen.BlockInterval);
        Assert.Equal(_farm.Deployment, Watch.Deployment);
        Assert.Null(Watch.Trouble);
    }

    [Fact]
    public async Task Wakes_whoever_waits_once_a_ledger()
    {
        await StartAsync();
        await UntilAsync(() => Watch.Latest is not null, "a reading");
        var next = Watch.NextLedgerAsync(CancellationToken.None);
        var reads = _farm.Rpc.Calls.Count;
        await UntilAsync(() => _farm.Rpc.Calls.Count > reads + 3, "more looks at the same ledger");
        Assert.False(next.IsCompleted);
        CloseLedger();
        await UntilAsync(() => next.IsCompleted, "the pulse");
        Assert.Equal(1_001u, Watch.Latest!.LatestLedger);
        Assert.False(Watch.NextLedgerAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Reads_the_new_block_when_the_farm_moves_on()
    {
        await StartAsync();
        await UntilAsync(() => Watch.Latest is not null, "a reading");
        lock (_farm.Rpc.Calls) _farm.SetFarm(101, _farm.Rpc.CloseTime + 5);
        CloseLedger();
        await UntilAsync(() => Watch.Latest!.FarmIndex == 101, "the new block");
        Assert.Equal((ulong)_farm.Rpc.CloseTime, Watch.Latest!.Block!.Timestamp);
    }

    [Fact]
    public async Task Names_the_setting_for_another_network()
    {
        await StartAsync(_farm.Options with { Network = new Network("Another ; 2026") });
        await UntilAsync(() => Watch.Trouble is not null, "the trouble");
        Assert.StartsWith("NETWORK_PASSPHRASE: ", Watch.Trouble, StringComparison.Ordinal);
        Assert.Contains(_farm.Rpc.Passphrase, Watch.Trouble, StringComparison.Ordinal);
        Assert.Contains("Another ; 2026", Watch.Trouble, StringComparison.Ordinal);
        Assert.Null(Watch.Latest);
        Assert.Null(Watch.Deployment);
    }

    [Fact]
    public async Task Names_the_setting_for_a_contract_that_is_not_there_and_goes_on_when_it_is()
    {
        _farm.RemoveContract();
        await StartAsync();
        await UntilAsync(() => Watch.Trouble is not null, "the trouble");
        Assert.StartsWith("KALE_CONTRACT_ID: ", Watch.Trouble, StringComparison.Ordinal);
        lock (_farm.Rpc.Calls) _farm.SetFarm(100, _farm.Rpc.CloseTime);
        await UntilAsync(() => Watch.Latest is not null, "a reading");
        Assert.Null(Watch.Trouble);
    }

    [Fact]
    public async Task Is_in_trouble_while_the_node_is_down_and_out_of_it_when_it_answers()
    {
        _farm.Rpc.Trouble = RpcException.Timeout("getNetwork");
        await StartAsync();
        await UntilAsync(() => Watch.Trouble is not null, "the first trouble");
        _farm.Rpc.Trouble = null;
        await UntilAsync(() => Watch.Trouble is null && Watch.Latest is not null, "the first reading");
        var next = Watch.NextLedgerAsync(CancellationToken.None);
        _farm.Rpc.Trouble = RpcException.HttpStatus("getLatestLedger", System.Net.HttpStatusCode.ServiceUnavailable);
        await UntilAsync(() => Watch.Trouble is not null, "the second trouble");
        Assert.Contains("503", Watch.Trouble, StringComparison.Ordinal);
        Assert.Equal(1_000u, Watch.Latest!.LatestLedger);
        CloseLedger();
        _farm.Rpc.Trouble = null;
        await UntilAsync(() => next.IsCompleted, "the pulse after it");
        await UntilAsync(() => Watch.Trouble is null, "no trouble any more");
    }

    [Fact]
    public async Task Survives_answers_that_make_no_sense()
    {
        _farm.Rpc.Trouble = new ArgumentException("An item with the same key has already been added.");
        await StartAsync();
        await UntilAsync(() => Watch.Trouble is not null, "the trouble");
        _farm.Rpc.Trouble = null;
        await UntilAsync(() => Watch.Latest is not null, "a reading");
    }

    [Fact]
    public async Task Is_in_trouble_when_no_ledger_closes_any_more()
    {
        await StartAsync();
        await UntilAsync(() => Watch.Latest is not null, "a reading");
        var since = _time.GetTimestamp();
        await UntilAsync(() => Watch.Trouble is not null, "the trouble", stepMilliseconds: 2_000);
        Assert.True(_time.GetElapsedTime(since) >= TimeSpan.FromSeconds(58), "a slow ledger is no trouble");
        Assert.Contains("no ledger after 1000", Watch.Trouble, StringComparison.Ordinal);
        CloseLedger();
        await UntilAsync(() => Watch.Trouble is null, "no trouble any more");
    }

    [Fact]
    public async Task Stops_waiting_with_whoever_waits()
    {
        await StartAsync();
        await UntilAsync(() => Watch.Latest is not null, "a reading");
        using var stop = new CancellationTokenSource();
        var next = Watch.NextLedgerAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task A_paused_farm_is_not_planted_in_until_it_goes_on()
    {
        await StartAsync();
        await UntilAsync(() => Watch.Latest is not null, "a reading");
        Assert.Null(Watch.WhyNotPlant);
        _farm.SetFarm(100, _farm.Rpc.CloseTime, isPaused: true);
        CloseLedger();
        await UntilAsync(() => Watch.WhyNotPlant is not null, "the pause to be seen");
        Assert.Equal((ErrorCode.FarmPaused, Attribution.Network), (Watch.WhyNotPlant!.Code, Watch.WhyNotPlant.AttributedTo));
        Assert.True(Watch.IsCodeKnown);
        _farm.SetFarm(100, _farm.Rpc.CloseTime, isPaused: false);
        CloseLedger();
        await UntilAsync(() => Watch.WhyNotPlant is null, "planting to go on");
    }

    [Fact]
    public async Task Other_code_than_at_the_start_gets_no_stakes_and_is_the_one_that_calls_declare()
    {
        await StartAsync();
        await UntilAsync(() => Watch.Latest is not null, "a reading");
        var (known, other) = (Watch.Deployment!.CodeHash, Opaque.Zeros(32));
        _farm.SetFarm(100, _farm.Rpc.CloseTime, code: other);
        CloseLedger();
        await UntilAsync(() => Watch.WhyNotPlant is not null, "the other code to be seen");
        Assert.Contains(other.ToHex(), Watch.WhyNotPlant!.Message, StringComparison.Ordinal);
        Assert.Equal((false, other), (Watch.IsCodeKnown, Watch.Deployment.CodeHash));
        _farm.SetFarm(100, _farm.Rpc.CloseTime, code: known);
        CloseLedger();
        await UntilAsync(() => Watch.WhyNotPlant is null, "the known code to be back");
        Assert.Equal((true, known), (Watch.IsCodeKnown, Watch.Deployment.CodeHash));
    }
}
