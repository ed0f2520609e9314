using KalePool.Actors.Ports;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;
using IActorRef = Akka.Actor.IActorRef;

namespace KalePool.Actors.Tests.Farmers;

/// <summary>What an operator says of an act whose outcome nobody knows: the chain is looked at, then it is an event, and what was open goes on.</summary>
public sealed class FarmerResolveSpec(ITestOutputHelper output) : FarmerKit(output)
{
    static readonly PlantSubmitted Sent = PlantSent(N);
    static readonly ResolveAct Succeeded = new(Farmer, Sent.Act.Hash, ActResult.Success, null, "an explorer shows it");

    static readonly FarmerEvent[] InDoubt =
    [
        .. Active, new DepositRecorded(Farmer, 1_000, "GSOMEBODY", "d", 900, "1", At), Sent,
        new PlantSettled(Farmer, N, ActResult.Unknown, 0, 0, 0, Sent.Act.Hash, new Failure(ErrorCode.UnknownOutcome, "forgotten", Attribution.Network), At),
    ];

    /// <summary>Its block is over.</summary>
    IActorRef StartLater(params FarmerEvent[] history)
    {
        Chain.Open(N + 1);
        return Start(history);
    }

    [Fact]
    public async Task A_resolved_plant_is_written_answered_and_harvested_when_its_block_is_over()
    {
        var farmer = StartLater(InDoubt);
        var asker = Ask(farmer, Succeeded);
        (await Acts.PreparingAsync(ActKind.Resolve, N)).Answer.SetResult(new Preparation.Drifted(new BalanceSighting(2_000, 500, true)));
        (await Acts.PreparingAsync(ActKind.Resolve, N)).Answer.SetResult(new Preparation.AlreadyDone(Success(stake: 500)));
        Assert.Equal(500, asker.ExpectMsg<FarmerStanding>().BalanceStroops);
        Assert.Equal(["BalanceCorrected", "OutcomeResolved"], Journal.Written.TakeLast(2).Select(e => e.GetType().Name));
        (await Acts.PreparingAsync(ActKind.Harvest, N)).Answer.SetResult(new Preparation.Unavailable("the block is still the newest"));
        UntilCalledAgain(farmer);
        await CarryOutAsync(ActKind.Harvest, N, Success(stake: 500, reward: 900));
        AwaitAssert(() => Assert.Equal(1_900, Standing(farmer).BalanceStroops));
        AwaitAssert(() => Assert.DoesNotContain(Row, Due.Rows));
    }

    [Fact]
    public async Task Its_harvest_goes_on_after_a_restart()
    {
        StartLater([.. InDoubt, new BalanceCorrected(Farmer, -500, 500, 2_000, "why", At), FarmerDoubts.Resolved(
            InDoubt.Aggregate(FarmerState.Empty, (s, e) => s.Apply(e)), Succeeded, Success(stake: 500), At)]);
        await Acts.PreparingAsync(ActKind.Harvest, N);
    }

    [Fact]
    public async Task It_waits_for_the_next_block_without_asking_the_chain()
    {
        Chain.Open(N);
        var farmer = Start(InDoubt);
        Ask(farmer, Succeeded);
        (await Acts.PreparingAsync(ActKind.Resolve, N)).Answer.SetResult(new Preparation.AlreadyDone(Success(stake: 500)));
        AwaitAssert(() => Assert.Single(Journal.Written.OfType<OutcomeResolved>()));
        for (var second = 0; second < 5; second++)
        {
            AssertNothingIsUnderWay(farmer);
            Advance(Retry);
        }
        Assert.Contains(Row, Due.Rows);
        Chain.Open(N + 1);
        UntilCalledAgain(farmer);
        await Acts.PreparingAsync(ActKind.Harvest, N);
    }

    [Fact]
    public async Task A_pail_that_was_never_worked_and_never_told_of_is_not_the_poolers()
    {
        var farmer = StartLater(InDoubt);
        Ask(farmer, Succeeded);
        (await Acts.PreparingAsync(ActKind.Resolve, N)).Answer.SetResult(new Preparation.AlreadyDone(Success(stake: 500)));
        (await Acts.PreparingAsync(ActKind.Harvest, N)).Answer.SetResult(new Preparation.Refused(new Failure(ErrorCode.NotWorked, "never worked", Attribution.Pooler)));
        AwaitAssert(() => Assert.Equal(Attribution.Network, Assert.Single(Journal.Written.OfType<HarvestRefused>()).Failure.AttributedTo));
        Assert.Null(Ask(farmer, new SettleCompensation(Farmer, N, 900)).ExpectMsg<CompensationStanding>().Compensation);
        Assert.DoesNotContain(Journal.Written, e => e is CompensationDecided);
    }

    [Fact]
    public async Task What_the_chain_contradicts_is_refused_and_not_written()
    {
        var farmer = Start(InDoubt);
        var asker = Ask(farmer, Succeeded);
        (await Acts.PreparingAsync(ActKind.Resolve, N)).Answer.SetResult(new Preparation.Refused(Lost));
        Assert.Equal(Lost, asker.ExpectMsg<FarmerRefused>().Failure);
        AssertNothingIsUnderWay(farmer);
        Assert.DoesNotContain(Journal.Written, e => e is OutcomeResolved);
    }

    [Fact]
    public async Task A_chain_that_does_not_answer_is_told_and_not_waited_for()
    {
        var farmer = Start(InDoubt);
        var asker = Ask(farmer, Succeeded);
        (await Acts.PreparingAsync(ActKind.Resolve, N)).Answer.SetResult(new Preparation.Unavailable("no answer"));
        Assert.Equal(ErrorCode.ChainUnavailable, asker.ExpectMsg<FarmerRefused>().Failure.Code);
        AssertNothingIsUnderWay(farmer);
    }

    [Fact]
    public async Task A_repeat_is_answered_from_state()
    {
        var farmer = Start(InDoubt);
        var asker = Ask(farmer, Succeeded with { Result = ActResult.NotHappened });
        (await Acts.PreparingAsync(ActKind.Resolve, N)).Answer.SetResult(new Preparation.AlreadyDone(NotHappened));
        asker.ExpectMsg<FarmerStanding>();
        Ask(farmer, Succeeded with { Result = ActResult.NotHappened }).ExpectMsg<FarmerStanding>();
        Assert.Equal(ErrorCode.Conflict, Ask(farmer, Succeeded).ExpectMsg<FarmerRefused>().Failure.Code);
        Assert.Single(Journal.Written.OfType<OutcomeResolved>());
        AssertNothingIsUnderWay(farmer);
    }
}
