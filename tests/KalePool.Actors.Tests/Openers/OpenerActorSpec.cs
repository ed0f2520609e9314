using System.Diagnostics;
using Akka.Actor;
using Akka.TestKit;
using KalePool.Actors.Blocks;
using KalePool.Actors.Farmers;
using KalePool.Actors.Openers;
using KalePool.Actors.Poolers;
using KalePool.Actors.Ports;
using KalePool.Actors.Tests.Kit;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Openers;

/// <summary>Blocks of 300 s, ledgers of 5 s: it is time 72 ledgers after the opening.</summary>
public sealed class OpenerActorSpec : PoolKit
{
    const int Due = 72;

    /// <summary>As long as one farmer's plant may take.</summary>
    const int Try = 5;

    static readonly Guid A = Id(1);
    static readonly Guid B = Id(2);

    readonly FakeDueList _due = new();
    readonly FakeChain _chain = new();
    readonly TestProbe _farmers;
    readonly TestProbe _blocks;
    readonly TestProbe _poolers;
    IActorRef _opener = ActorRefs.Nobody;

    public OpenerActorSpec(ITestOutputHelper output) : base(output)
    {
        (_farmers, _blocks, _poolers) = (CreateTestProbe("farmers"), CreateTestProbe("blocks"), CreateTestProbe("poolers"));
        _chain.Open(N);
        Start();
    }

    void Start()
    {
        var waits = _chain.Waits;
        _opener = Sys.ActorOf(Props.Create(() => new OpenerActor(
            _chain, _due, Time, new Required<FarmerActor>(_farmers.Ref), new Required<BlockActor>(_blocks.Ref), new Required<PoolerActor>(_poolers.Ref))));
        Until(() => _chain.Waits > waits);
    }

    static void Until(Func<bool> condition)
    {
        var giveUp = Stopwatch.StartNew();
        while (!condition() && giveUp.Elapsed < Patience) Thread.Yield();
        Assert.True(condition());
    }

    void CloseLedgers(int count)
    {
        var waits = _chain.Waits;
        _chain.CloseLedgers(count);
        _chain.TellLedger();
        Until(() => _chain.Waits > waits);
    }

    /// <summary>A block of two farmers whose pails are worked.</summary>
    void WaitFor(params Guid[] farmers)
    {
        _ = _due.AddAsync(new DueEntity(DueEntity.Block, Key.ToString()), CancellationToken.None);
        foreach (var farmer in farmers) _chain.SetPail(farmer, 6, 20);
    }

    void AnswerForBlock(DateTimeOffset? lastSeen = null)
    {
        Assert.Equal(new GetBlock(Key), _blocks.ExpectMsg<GetBlock>());
        BlockFarmer Of(Guid id) => new(id, Wallet(id)) { Plant = StepState.Success, Work = StepState.Success };
        _blocks.Reply(new BlockStanding(Key, BlockStatus.Active, At, [Of(A), Of(B)], []));
        _poolers.ExpectMsg<GetPooler>();
        _poolers.Reply(new PoolerStanding(Pooler, true, true, "north", "G", "key", 0, 4, 2, At, lastSeen, [N], [N]));
    }

    OpenNext Asked() => _farmers.ExpectMsg<OpenNext>();

    [Fact]
    public void Nobody_is_asked_before_a_minute_has_passed_and_then_one_alone()
    {
        WaitFor(A, B);
        CloseLedgers(1);
        CloseLedgers(Due - 2);
        Assert.False(_blocks.HasMessages);
        CloseLedgers(1);
        AnswerForBlock();
        var asked = Asked();
        Assert.Equal((A, N + 1, false), (asked.FarmerId, asked.Slot.Block, asked.AsLast));
        Assert.Equal((_chain.Latest!.Boundary, _chain.Latest.CloseTime + 20), (asked.Slot.NotBefore, asked.Slot.NotAfter));
        for (var ledger = 1; ledger < Try; ledger++) CloseLedgers(1);
        _opener.Tell(new PlantStanding(A, N + 1, StepState.Success, 0, "aa", null), _farmers);
        Assert.False(_farmers.HasMessages || _blocks.HasMessages);
        _chain.Open(N + 1);
        CloseLedgers(0);
        Assert.False(_farmers.HasMessages || _blocks.HasMessages);
    }

    [Fact]
    public void Who_fails_or_does_not_answer_in_his_time_is_followed_by_the_next_and_then_all_may()
    {
        WaitFor(A, B);
        CloseLedgers(1);
        CloseLedgers(Due);
        AnswerForBlock();
        Assert.Equal(A, Asked().FarmerId);
        _opener.Tell(new FarmerRefused(A, Lost), _farmers);
        Settled(_opener);
        CloseLedgers(1);
        AnswerForBlock();
        Assert.Equal(B, Asked().FarmerId);
        CloseLedgers(Try - 1);
        Assert.False(_blocks.HasMessages);
        CloseLedgers(1);
        AnswerForBlock();
        CloseLedgersUntilAsked();
        var last = Asked();
        Assert.Equal((A, true), (last.FarmerId, last.AsLast));
    }

    /// <summary>The reading before, which found nobody, ends on another thread.</summary>
    void CloseLedgersUntilAsked()
    {
        while (!_blocks.HasMessages) CloseLedgers(1);
        AnswerForBlock();
    }

    [Fact]
    public void Whoever_takes_its_place_waits_for_what_was_asked_for_before()
    {
        WaitFor(A, B);
        CloseLedgers(Due);
        Assert.False(_blocks.HasMessages);
        CloseLedgers(Try - 1);
        Assert.False(_blocks.HasMessages);
        CloseLedgers(1);
        AnswerForBlock();
        Assert.Equal(A, Asked().FarmerId);
    }

    [Fact]
    public void Nothing_that_waits_is_nothing_to_open_for()
    {
        _ = _due.AddAsync(new DueEntity(DueEntity.Block, new BlockKey(Pooler, N - 1).ToString()), CancellationToken.None);
        CloseLedgers(1);
        CloseLedgers(Due);
        CloseLedgers(Due);
        Assert.False(_blocks.HasMessages || _farmers.HasMessages);
    }

    [Fact]
    public void While_a_pail_of_ours_may_still_be_worked_it_is_waited_for()
    {
        WaitFor(A);
        _chain.SetPail(B);
        CloseLedgers(1);
        CloseLedgers(Due);
        AnswerForBlock();
        var readings = _chain.Readings;
        CloseLedgersUntilRead(readings);
        Assert.False(_farmers.HasMessages);
        _chain.SetPail(B, 0, 75);
        CloseLedgersUntilAsked();
        Assert.Equal(A, Asked().FarmerId);
    }

    void CloseLedgersUntilRead(int readings)
    {
        Until(() => _chain.Readings >= readings);
        Settled(_opener);
        CloseLedgersUntilAsked();
        Settled(_opener);
    }

    [Fact]
    public void A_pail_that_no_block_has_waits_too_and_its_farmer_comes_first()
    {
        WaitFor(A, B);
        var own = Id(9);
        _ = _due.AddAsync(new DueEntity(DueEntity.Farmer, own.ToString("N")), CancellationToken.None);
        _chain.SetPail(own, 3, 10);
        CloseLedgers(1);
        CloseLedgers(Due);
        AnswerForBlock(lastSeen: Time.GetUtcNow());
        Assert.Equal(own, _farmers.ExpectMsg<GetFarmer>().FarmerId);
        _farmers.Reply(new FarmerStanding(own, Pooler, Wallet(own), "GPAYOUT", "token", FarmerStatus.Active, 0.5m, 0, OwnPails: [N]));
        Assert.Equal(own, Asked().FarmerId);
    }
}
