using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc.Nodes;
using KalePool.Stellar.Tests.Rpc.Nodes;
using KalePool.Stellar.Xdr;
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

    readonly List<string> _disputed = [];
    readonly List<string> _undisputed = [];

    RpcActChain Chain(params NodeServer[] others) => new(
        new StellarRpcNodes(
            [.. new[] { _first, _second }.Concat(others).Select((server, i) => (new Uri($"http://rpc{i + 1}.example"), server.Rpc))], NodeServer.RightNetwork, new FakeTimeProvider()),
        _ => Task.CompletedTask,
        (hash, why) =>
        {
            if (why is null) _undisputed.Add(hash);
            else _disputed.Add(why);
        });

    static Task<ActOutcome> RunAsync(RpcActChain chain) =>
        new ActRunner(chain).RunAsync(Act, resumed: true, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    [Fact]
    public async Task One_server_that_denies_it_does_not_undo_what_another_has_seen_applied()
    {
        _second.HasTransaction = true;
        Assert.True(Assert.IsType<Observation.Silence>(await Chain().LookUpAsync(Act, CancellationToken.None)).OfDispute);
        (_first.HasTransaction, _second.HasTransaction) = (true, false);
        Assert.True(Assert.IsType<Observation.Silence>(await Chain().LookUpAsync(Act, CancellationToken.None)).OfDispute);
        Assert.Equal(2, _disputed.Count);
        Assert.All(_disputed, d => Assert.Contains("which knows ledger 50, does not know it", d, StringComparison.Ordinal));
        // As soon as it says nothing any more, or has it too.
        _second.IsDead = true;
        Assert.Equal(50u, Assert.IsType<ActOutcome.Success>(await RunAsync(Chain())).Ledger);
        (_second.IsDead, _second.HasTransaction) = (false, true);
        Assert.IsType<ActOutcome.Success>(await RunAsync(Chain()));
        Assert.Equal([Act.Hash, Act.Hash], _undisputed);
    }

    [Fact]
    public async Task One_of_three_servers_that_denies_it_is_outvoted()
    {
        (_first.HasTransaction, _second.HasTransaction) = (true, true);
        Assert.IsType<ActOutcome.Success>(await RunAsync(Chain(new NodeServer())));
    }

    [Fact]
    public async Task A_success_that_one_server_alone_has_made_up_is_not_taken_until_it_is_gone()
    {
        _first.HasTransaction = true;
        (_second.OldestLedger, _second.Sequence) = (1, 76);
        Assert.True(Assert.IsType<Observation.Silence>(await Chain().LookUpAsync(Act, CancellationToken.None)).OfDispute);
        _first.IsDead = true;
        Assert.IsType<ActOutcome.NotHappened>(await RunAsync(Chain()));
    }

    [Theory]
    [InlineData("returned")]
    [InlineData("fee")]
    [InlineData("ledger")]
    public async Task A_success_that_servers_tell_of_in_two_ways_is_not_taken(string what)
    {
        (_first.HasTransaction, _second.HasTransaction) = (true, true);
        if (what == "returned") _first.Returned = SCVals.I128(5_000_000_000_000);
        else if (what == "fee") _first.FeeCharged = 1;
        else _first.AppliedIn = 51;
        Assert.True(Assert.IsType<Observation.Silence>(await Chain().LookUpAsync(Act, CancellationToken.None)).OfDispute);
        // A third one decides, against the server that is asked first.
        var third = new NodeServer { HasTransaction = true };
        var success = Assert.IsType<ActOutcome.Success>(await RunAsync(Chain(third)));
        Assert.Equal(50u, success.Ledger);
        Assert.Equal(100, XdrCodec.FromBase64<TransactionResult>(success.ResultXdr).FeeCharged);
    }

    [Fact]
    public async Task A_server_that_has_forgotten_the_ledger_does_not_deny_it()
    {
        (_first.HasTransaction, _second.OldestLedger) = (true, 51);
        Assert.IsType<ActOutcome.Success>(await RunAsync(Chain()));
    }

    /// <summary>Else a server had only to claim a ledger that the others are about to close.</summary>
    [Fact]
    public async Task A_server_that_has_not_closed_the_ledger_yet_is_waited_for_while_it_goes_on()
    {
        (_first.HasTransaction, _first.AppliedIn, _first.Ledger, _second.CloseTime) = (true, 83, 83, 800);
        var chain = Chain();
        for (_second.Ledger = 80; _second.Ledger < 83; _second.Ledger++)
        {
            Assert.IsNotType<Observation.Applied>(await chain.LookUpAsync(Act, CancellationToken.None));
            Assert.Empty(_disputed);
        }
        Assert.IsNotType<Observation.Applied>(await chain.LookUpAsync(Act, CancellationToken.None));
        Assert.Single(_disputed);
    }

    [Fact]
    public async Task A_server_that_stands_still_before_the_ledger_is_not_waited_for()
    {
        (_first.HasTransaction, _first.AppliedIn, _second.Ledger, _second.CloseTime) = (true, 83, 60, 600);
        var chain = Chain();
        Assert.IsNotType<Observation.Applied>(await chain.LookUpAsync(Act, CancellationToken.None));
        Assert.IsType<Observation.Applied>(await chain.LookUpAsync(Act, CancellationToken.None));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_none()
    {
        (_first.HasTransaction, _first.Meta, _second.HasTransaction) = (true, "AAAA", true);
        Assert.Equal(50u, Assert.IsType<ActOutcome.Success>(await RunAsync(Chain())).Ledger);
        _second.Meta = "AAAA";
        Assert.False(Assert.IsType<Observation.Silence>(await Chain().LookUpAsync(Act, CancellationToken.None)).OfDispute);
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
