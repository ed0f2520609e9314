using KalePool.Contracts.Errors;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

/// <summary>Acts whose outcome nobody knew, and what an operator's word makes of them: no balance moves, for what they moved is a correction already.</summary>
public sealed class FarmerDoubtsSpec
{
    static readonly Failure Unknown = new(ErrorCode.UnknownOutcome, "the node has forgotten it", Attribution.Network);
    static readonly Payment Pays = new("GPAYOUT", 475, "GPOOLER", 50, 5);
    static readonly string PlantHash = Envelope('a').Hash;
    static readonly string HarvestHash = Envelope('b').Hash;
    static readonly string PayoutHash = Envelope('c').Hash;

    static DepositRecorded Deposit(long amount, string id = "1") => new DepositRecorded(Farmer, amount, "GSOMEBODY", "d", 900, id, Now);

    static BalanceCorrected Corrected(long by, long balance) => new BalanceCorrected(Farmer, by, balance, 2000, "why", Now);

    static FarmerEvent[] UnknownPlant => [.. Active, Deposit(1_000), PlantSent(N), PlantEnded(N, ActResult.Unknown, 0, Unknown)];

    static FarmerEvent[] UnknownHarvest => [.. Active, Deposit(1_000), PlantSent(N), Planted(N), Worked(N), HarvestSent(N), HarvestEnded(N, ActResult.Unknown, 0, 0, Unknown)];

    static FarmerEvent[] UnknownPayout =>
    [
        .. Active, Deposit(1_000), PlantSent(N), PlantEnded(N, ActResult.Success, 100, null) is PlantSettled p ? p with { RewardShare = 0.1m } : throw new InvalidOperationException(), Worked(N), HarvestSent(N),
        new HarvestSettled(Farmer, N, ActResult.Success, 1_000, 100, 1060, 100, HarvestHash, null, Now, 100),
        new PayoutSubmitted(Farmer, 1, Pays, Envelope('c'), Now), new PayoutSettled(Farmer, 1, ActResult.Unknown, Pays, 0, 0, PayoutHash, Unknown, Now),
    ];

    static FarmerDecision Decide(FarmerState s, string hash, ActResult result) => s.Decide(new ResolveAct(Farmer, hash, result, null, "why"), Now);

    static FarmerState Resolve(FarmerState s, string hash, ActReport report, string? by = null) =>
        s.Apply(FarmerDoubts.Resolved(s, new ResolveAct(Farmer, hash, report.Result, by, "why"), report, Now));

    static ActReport Report(ActResult result, long stake = 0, long reward = 0, uint gap = 0) => new(result, 2001, 0, stake, reward, null, 0, gap);

    [Fact]
    public void An_unknown_plant_is_remembered_with_its_envelope_until_somebody_resolves_it()
    {
        var s = State(UnknownPlant);
        Assert.Equal((ActKind.Plant, N, Envelope('a')), (s.UnknownActs[PlantHash].Kind, s.UnknownActs[PlantHash].Block, s.UnknownActs[PlantHash].Envelope));
        var prepare = Assert.IsType<FarmerDecision.Prepare>(Decide(s, PlantHash, ActResult.Success));
        Assert.Equal((ActKind.Resolve, N), (prepare.Kind, prepare.Block));
    }

    [Fact]
    public void An_act_that_is_in_no_doubt_is_not_resolved()
    {
        var s = State([.. Active, Deposit(1_000), PlantSent(N), Planted(N)]);
        Assert.Equal(ErrorCode.Conflict, Assert.IsType<FarmerDecision.Reject>(Decide(s, PlantHash, ActResult.Failed)).Failure.Code);
        Assert.Throws<InvalidOperationException>(() => s.Apply(new OutcomeResolved(Farmer, ActKind.Plant, N, PlantHash, ActResult.Success, "why", 2001, 0, Now)));
    }

    [Fact]
    public void It_waits_for_an_act_that_is_under_way() =>
        Assert.IsType<FarmerDecision.Queue>(Decide(State([.. UnknownPlant, new PlantSubmitted(Farmer, N + 1, 10, Envelope('e'), Now)]), PlantHash, ActResult.Success));

    [Fact]
    public void A_plant_that_succeeded_is_a_planted_block_again_and_its_farmer_harvests_it_himself()
    {
        var s = Resolve(State([.. UnknownPlant, Corrected(-500, 500)]), PlantHash, Report(ActResult.Success, stake: 500));
        Assert.Equal((StepState.Success, 500L, 500L, null), (s.Find(N)!.Plant, s.Find(N)!.StakeStroops, s.BalanceStroops, s.Find(N)!.PlantFailure));
        Assert.True(s.HasOpenBlocks);
        Assert.Equal(new FarmerDecision.Prepare(ActKind.Harvest, N, null), s.NextOnItsOwn(Over(N)));
        var harvested = s.Apply(HarvestSent(N)).Apply(Harvested(N));
        Assert.Equal((1_900L, null), (harvested.BalanceStroops, harvested.NextOnItsOwn(Over(N))));
    }

    [Theory]
    [InlineData(ActResult.Failed)]
    [InlineData(ActResult.NotHappened)]
    public void A_plant_that_did_not_succeed_stays_failed(ActResult result)
    {
        var s = Resolve(State(UnknownPlant), PlantHash, Report(result));
        Assert.Equal((StepState.Failed, 1_000L), (s.Find(N)!.Plant, s.BalanceStroops));
        Assert.Empty(s.UnknownActs);
        Assert.Null(s.NextOnItsOwn(Over(N)));
    }

    [Fact]
    public void A_harvest_that_succeeded_owes_its_share_and_moves_nothing_twice()
    {
        var events = UnknownHarvest.Select(e => e is PlantSettled p ? p with { RewardShare = 0.1m } : e);
        var s = Resolve(State([.. events, Corrected(1_400, 1_900)]), HarvestHash, Report(ActResult.Success, stake: 500, reward: 900), by: "of-a-stranger");
        Assert.Equal((StepState.Success, 900L, "of-a-stranger"), (s.Find(N)!.Harvest, s.Find(N)!.RewardStroops, s.Find(N)!.HarvestHash));
        Assert.Equal((1_900L, 90L), (s.BalanceStroops, s.OwedShareStroops));
    }

    [Fact]
    public void A_harvest_of_another_stake_is_not_taken() =>
        Assert.Throws<InvalidOperationException>(() => Resolve(State(UnknownHarvest), HarvestHash, Report(ActResult.Success, stake: 499, reward: 900)));

    [Fact]
    public void A_harvest_that_did_not_succeed_is_tried_again()
    {
        var s = Resolve(State(UnknownHarvest), HarvestHash, Report(ActResult.NotHappened));
        Assert.Equal(StepState.None, s.Find(N)!.Harvest);
        Assert.Equal(new FarmerDecision.Prepare(ActKind.Harvest, N, null), s.NextOnItsOwn(Over(N)));
    }

    [Fact]
    public void A_payout_that_succeeded_is_made_and_its_share_paid()
    {
        var before = State([.. UnknownPayout, Corrected(-400, 1_600)]);
        Assert.Equal(100, before.OwedShareStroops);
        var s = Resolve(before, PayoutHash, Report(ActResult.Success));
        Assert.Equal((1, 475L, 1_600L, 45L, null), (s.PayoutsMade, s.LastPayout!.KaleStroops, s.BalanceStroops, s.OwedShareStroops, s.PayoutInDoubt));
    }

    [Fact]
    public void A_payout_that_did_not_succeed_may_be_made_again()
    {
        var s = Resolve(State(UnknownPayout), PayoutHash, Report(ActResult.NotHappened));
        Assert.Equal((0, 100L, null, null), (s.PayoutsMade, s.OwedShareStroops, s.PayoutInDoubt, s.PayoutFailure));
    }

    [Fact]
    public void Once_another_amount_was_booked_the_balance_no_longer_tells_of_a_payout_in_doubt()
    {
        var s = State([.. UnknownPayout, Corrected(-400, 1_600)]);
        Assert.False(s.IsTelling(new BalanceSighting(3_000, 1_600, true)));
        Assert.True(s.IsTelling(new BalanceSighting(3_000, 1_075, true)));
        Assert.IsType<BalanceCorrected>(FarmerBooks.Correct(s, new BalanceSighting(3_000, 1_075, true), Now));
        Assert.Null(s.NextPayout());
    }

    [Fact]
    public void What_the_balance_told_is_resolved()
    {
        var s = State([.. UnknownPayout, new PayoutFound(Farmer, 1, Pays, PayoutHash, 2000, Now)]);
        Assert.Empty(s.UnknownActs);
        Assert.IsType<FarmerDecision.Repeat>(Decide(s, PayoutHash, ActResult.Success));
        Assert.Equal(ErrorCode.Conflict, Assert.IsType<FarmerDecision.Reject>(Decide(s, PayoutHash, ActResult.Failed)).Failure.Code);
    }

    [Fact]
    public void An_exit_that_succeeded_has_departed_with_everything()
    {
        var sent = new ExitSubmitted(Farmer, "GPAYOUT", 475, Envelope('c'), Now);
        FarmerEvent[] events = [.. Active, Deposit(475), new LeavingStarted(Farmer, Now), new FarmerUnseated(Farmer, Now), sent, new ExitSettled(Farmer, ActResult.Unknown, 0, 0, 0, 0, PayoutHash, Unknown, Now, "GPAYOUT"), Corrected(-475, 0)];
        var s = Resolve(State(events), PayoutHash, Report(ActResult.Success));
        Assert.Equal((FarmerStatus.Departed, PayoutHash, 0L), (s.Status, s.ExitHash, s.BalanceStroops));
    }

    [Fact]
    public void A_rescue_that_succeeded_is_known_by_its_gap()
    {
        FarmerEvent[] events = [.. Active, Deposit(1_000), PlantSent(N), Planted(N), new RescueSubmitted(Farmer, N, Envelope('c'), Now), new RescueSettled(Farmer, N, ActResult.Unknown, 0, 0, 0, PayoutHash, Unknown, Now)];
        Assert.Equal(57u, Resolve(State(events), PayoutHash, Report(ActResult.Success, gap: 57)).Find(N)!.RescueGap);
    }

    [Fact]
    public void A_repeat_changes_nothing_and_another_outcome_is_refused()
    {
        var s = Resolve(State(UnknownPlant), PlantHash, Report(ActResult.NotHappened));
        Assert.IsType<FarmerDecision.Repeat>(Decide(s, PlantHash, ActResult.NotHappened));
        Assert.IsType<FarmerDecision.Repeat>(Decide(s, PlantHash, ActResult.Failed));
        Assert.Equal(ErrorCode.Conflict, Assert.IsType<FarmerDecision.Reject>(Decide(s, PlantHash, ActResult.Success)).Failure.Code);
    }
}
