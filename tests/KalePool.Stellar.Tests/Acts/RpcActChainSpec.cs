using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc.Nodes;
using KalePool.Stellar.Tests.Rpc.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Stellar.Tests.Acts;

/// <summary>An act behind several servers: one that stands still, one that is dead, one that denies what happened.</summary>
public sealed class RpcActChainSpec
{
    const uint BuiltAfter = 40;
    const uint MaxLedger = 90;
    const long MaxTime = 900;

    static readonly ActEnvelope Act = new(new string('a', 64), "AAAA", KeyPair.FromSeed(new byte[32]).Address, 77, MaxLedger, MaxTime, BuiltAfter);

    readonly NodeServer _first = new();
    readonly NodeServer _second = new();

    RpcActChain Chain() => new(
        new StellarRpcNodes([(new Uri("http://rpc1.example"), _first.Rpc), (new Uri("http://rpc2.example"), _second.Rpc)], NodeServer.RightNetwork, new FakeTimeProvider()),
        _ => Task.CompletedTask);

    static Task<ActOutcome> RunAsync(RpcActChain chain) =>
        new ActRunner(chain).RunAsync(Act, resumed: true, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    [Fact]
    public async Task One_server_that_denies_it_does_not_undo_what_another_has_seen_applied()
    {
        _second.HasTransaction = true;
        Assert.Equal(50u, Assert.IsType<ActOutcome.Success>(await RunAsync(Chain())).Ledger);
        (_first.HasTransaction, _second.HasTransaction) = (true, false);
        Assert.IsType<ActOutcome.Success>(await RunAsync(Chain()));
    }

    [Fact]
    public async Task A_dead_server_hides_nothing()
    {
        (_first.IsDead, _second.HasTransaction) = (true, true);
        Assert.IsType<ActOutcome.Success>(await RunAsync(Chain()));
    }

    [Fact]
    public async Task What_no_server_knows_after_its_bounds_has_not_happened() =>
        Assert.IsType<ActOutcome.NotHappened>(await RunAsync(Chain()));

    [Fact]
    public async Task A_server_that_stands_still_before_the_bounds_settles_nothing_and_holds_nothing_up()
    {
        (_first.Ledger, _first.CloseTime) = (60, 600);
        Assert.IsType<ActOutcome.NotHappened>(await RunAsync(Chain()));
        (_second.Ledger, _second.CloseTime) = (61, 610);
        var seen = Assert.IsType<Observation.NotFound>(await Chain().LookUpAsync(Act, CancellationToken.None));
        Assert.True(seen.LatestCloseTime <= MaxTime);
    }

    [Fact]
    public async Task The_one_that_remembers_decides_wherever_it_stands_in_the_list()
    {
        _first.OldestLedger = 80;
        var seen = Assert.IsType<Observation.NotFound>(await Chain().LookUpAsync(Act, CancellationToken.None));
        Assert.Equal(1u, seen.OldestLedger);
        Assert.StartsWith("rpc2.example", seen.Node, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_is_read_from_the_next_server_where_one_is_silent()
    {
        (_first.IsDead, _second.Sequence) = (true, 76);
        var source = Assert.IsType<Observation.Source>(await Chain().ReadSourceAsync(Act, CancellationToken.None));
        Assert.Equal((100u, (long?)76), (source.LatestLedger, source.Sequence));
        Assert.StartsWith("rpc2.example", source.Node, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_silent_is_silence()
    {
        (_first.IsDead, _second.IsDead) = (true, true);
        Assert.IsType<Observation.Silence>(await Chain().LookUpAsync(Act, CancellationToken.None));
        Assert.IsType<Observation.Silence>(await Chain().ReadSourceAsync(Act, CancellationToken.None));
        Assert.IsType<Observation.Silence>(await Chain().SendAsync(Act, CancellationToken.None));
    }
}
