using KalePool.Contracts.Errors;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

/// <summary>Pails that no block of the pooler's has.</summary>
public sealed class OwnPailsSpec
{
    static readonly OpenNext Open = new(Farmer, Slot(N + 1), AsLast: false);

    static readonly FarmerEvent OpeningSent = new PlantSubmitted(Farmer, N + 1, 0, Envelope('c'), Now, OpensBlock: true);

    static readonly FarmerEvent Opened = new PlantSettled(Farmer, N + 1, ActResult.Success, 0, 1061, 100, Envelope('c').Hash, null, Now, LiveUntil: 1780);

    static readonly FoundPail Pail = new(N, 500, 1001, 1720);

    static readonly Failure NotWorked = new(ErrorCode.NotWorked, "never worked", Attribution.Pooler);

    static FarmerState Waiting(params FarmerEvent[] more) => State([.. Active, PlantSent(N), Planted(N), Worked(N), .. more]);

    static FarmerDecision.Prepare Harvest(uint block) => new(ActKind.Harvest, block, null);

    static OpenAct OpenActOf(FarmerState s) => s.OpenAct!;

    [Fact]
    public void Opens_the_next_block_with_nothing_once()
    {
        var s = Waiting();
        Assert.Equal(new FarmerDecision.Prepare(ActKind.Opening, N + 1, Open.Slot), s.Decide(Open, Now));
        var submitted = FarmerFacts.Submitted(s, new FarmerDecision.Prepare(ActKind.Opening, N + 1, Open.Slot), Envelope('c'), 0, null, Now);
        Assert.Equal(OpeningSent, submitted);
        s = s.Apply(submitted);
        Assert.IsType<FarmerDecision.Await>(s.Decide(Open, Now));
        var settled = FarmerFacts.Settled(s, OpenActOf(s), new ActReport(ActResult.Success, 1061, 100, 0, 0, null, LiveUntil: 1780), Now);
        Assert.True(Assert.IsType<PlantSettled>(settled).OpensBlock);
        s = s.Apply(settled);
        Assert.IsType<FarmerDecision.Repeat>(s.Decide(Open, Now));
        Assert.Equal((-500L, true), (s.BalanceStroops, s.Find(N + 1)!.IsOpener));
        Assert.Equal(StepState.Success, Assert.IsType<PlantStanding>(FarmerFacts.Reply(s, Open)).Step);
    }

    [Fact]
    public void Waits_while_the_wallet_is_busy() => Assert.IsType<FarmerDecision.Queue>(Waiting(HarvestSent(N)).Decide(Open, Now));

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Who_is_paused_or_leaves_opens_only_where_nobody_else_can(bool asLast, bool opens)
    {
        foreach (var s in new[] { Waiting(new FarmerPaused(Farmer, "operator", Now)), Waiting(new LeavingStarted(Farmer, Now)) })
            Assert.Equal(opens, s.Decide(Open with { AsLast = asLast }, Now) is FarmerDecision.Prepare);
        Assert.IsType<FarmerDecision.Reject>(Waiting(new FarmerDeparted(Farmer, Now)).Decide(Open with { AsLast = true }, Now));
    }

    [Fact]
    public void Where_new_stakes_are_refused_a_block_is_still_opened()
    {
        var closed = new Failure(ErrorCode.FarmPaused, "another code", Attribution.Network);
        var s = Waiting(new PlantRefused(Farmer, N + 1, closed, Now));
        Assert.IsType<FarmerDecision.Prepare>(s.Decide(Open, Now));
        // What he was refused for stays what his pooler was told, if nothing comes of it.
        var ended = s.Apply(OpeningSent).Apply(new PlantSettled(Farmer, N + 1, ActResult.NotHappened, 0, 0, 0, Envelope('c').Hash, null, Now));
        Assert.Equal((StepState.Failed, closed, false), (ended.Find(N + 1)!.Plant, ended.Find(N + 1)!.PlantFailure, ended.Find(N + 1)!.IsOnItsOwn));
        // The backend's failure is paid for first.
        Assert.IsType<FarmerDecision.Reject>(Waiting(new PlantRefused(Farmer, N + 1, closed with { AttributedTo = Attribution.Backend }, Now)).Decide(Open, Now));
    }

    [Fact]
    public void An_opener_that_failed_is_nobodys_failure_and_leaves_the_block_to_be_planted()
    {
        var s = Waiting(OpeningSent);
        var settled = Assert.IsType<PlantSettled>(FarmerFacts.Settled(s, OpenActOf(s), new ActReport(ActResult.Failed, 1061, 100, 0, 0, new Failure(ErrorCode.UnknownOutcome, "it failed", Attribution.Backend)), Now));
        Assert.Equal(Attribution.Network, settled.Failure!.AttributedTo);
        s = s.Apply(settled);
        Assert.Equal((StepState.None, false), (s.Find(N + 1)!.Plant, s.Undecided.Any()));
        Assert.IsType<FarmerDecision.Prepare>(s.Decide(new Plant(Farmer, Slot(N + 1)), Now));
    }

    [Fact]
    public void An_opener_that_nobody_worked_holds_nothing_and_costs_nobody_anything()
    {
        var s = Waiting(OpeningSent, Opened, HarvestSent(N), Harvested(N));
        Assert.False(s.HasOpenBlocks);
        Assert.Null(s.NextToKeep(1779));
        Assert.Null(s.NextOnItsOwn(Over(N)));
        Assert.Equal(Harvest(N + 1), s.NextOnItsOwn(Over(N + 1)));
        var ended = Assert.IsType<WorkMissed>(FarmerFacts.Refused(s, Harvest(N + 1), NotWorked, Now));
        Assert.Equal(Attribution.Network, ended.Failure.AttributedTo);
        s = s.Apply(ended);
        Assert.Equal((true, false, 900L), (s.Find(N + 1)!.IsClosed, s.Undecided.Any(), s.BalanceStroops));
    }

    [Fact]
    public void A_pooler_who_comes_back_is_told_of_the_pail_and_answers_for_it_from_then_on()
    {
        var s = Waiting(OpeningSent, Opened);
        var taken = Assert.IsType<PailTakenUp>(Assert.IsType<FarmerDecision.Persist>(s.Decide(new Plant(Farmer, Slot(N + 1)), Now)).Event);
        Assert.Equal((true, Envelope('c').Hash), (taken.WasOpener, taken.TransactionHash));
        s = s.Apply(taken);
        Assert.IsType<FarmerDecision.Repeat>(s.Decide(new Plant(Farmer, Slot(N + 1)), Now));
        Assert.Equal(new PlantStanding(Farmer, N + 1, StepState.Success, 0, Envelope('c').Hash, null), FarmerFacts.Reply(s, new Plant(Farmer, Slot(N + 1))));
        Assert.Null(s.NextOnItsOwn(Over(N + 1)));
        Assert.True(s.HasOpenBlocks);
        Assert.Equal(Attribution.Pooler, CompensationRule.OwedBy(s.Apply(new WorkMissed(Farmer, N + 1, NotWorked, Now)).Find(N + 1)!));
    }

    /// <summary>Nothing could be harvested into a wallet that is closed.</summary>
    [Fact]
    public void A_pail_is_not_taken_up_any_more_once_its_wallet_is_being_closed()
    {
        var s = Waiting(OpeningSent, Opened, HarvestSent(N), Harvested(N), new LeavingStarted(Farmer, Now), new FarmerUnseated(Farmer, Now));
        Assert.IsType<FarmerDecision.Persist>(s.Decide(new Plant(Farmer, Slot(N + 1)), Now));

        s = s.Apply(new ExitSubmitted(Farmer, "GPAYOUT", s.BalanceStroops, Envelope('e'), Now));
        var refused = Assert.IsType<FarmerDecision.Reject>(s.Decide(new Plant(Farmer, Slot(N + 1)), Now));

        Assert.Equal((ErrorCode.FarmerNotActive, Attribution.Farmer), (refused.Failure.Code, refused.Failure.AttributedTo));
    }

    [Fact]
    public void Looks_for_pails_only_where_the_journal_knows_nothing()
    {
        var s = Waiting(new PlantRefused(Farmer, N + 1, Lost, Now));
        Assert.IsType<FarmerDecision.Repeat>(s.Decide(new FindPails(Farmer, [N - 1, N, N + 1]), Now));
        Assert.Equal([N + 3, N + 2], Assert.IsType<FarmerDecision.Prepare>(s.Decide(new FindPails(Farmer, [N + 3, N + 2, N + 1, N, N - 1]), Now)).Blocks);
        Assert.IsType<FarmerDecision.Queue>(Waiting(HarvestSent(N)).Decide(new FindPails(Farmer, [N + 2]), Now));
        Assert.IsType<FarmerDecision.Repeat>(State(Active[0]).Decide(new FindPails(Farmer, [N]), Now));
    }

    [Fact]
    public void A_pail_that_is_found_is_planted_with_its_share_harvested_and_blamed_on_nobody()
    {
        var s = State([Active[0], Active[1], new FarmerSeated(Farmer, Now, 0.1m, "GPOOLER"), new DepositRecorded(Farmer, 1_000, "G", "d", 900, "1", Now)]);
        var found = OwnPails.Found(s, Pail, Now)!;
        s = s.Apply(found);
        Assert.Null(OwnPails.Found(s, Pail, Now));
        Assert.Equal((500L, 0.1m, true, true), (s.BalanceStroops, s.Find(N)!.ShareRate, s.Find(N)!.IsOnItsOwn, s.HasOpenBlocks));
        Assert.Equal(Harvest(N), s.NextOnItsOwn(Over(N)));
        var refused = Assert.IsType<HarvestRefused>(FarmerFacts.Refused(s, Harvest(N), NotWorked, Now));
        Assert.Equal(Attribution.Network, refused.Failure.AttributedTo);
        Assert.Null(CompensationRule.OwedBy(s.Apply(refused).Find(N)!));
        s = s.Apply(HarvestSent(N));
        s = s.Apply(FarmerFacts.Settled(s, OpenActOf(s), new ActReport(ActResult.Success, 1060, 100, 500, 900, null), Now));
        Assert.Equal((1_900L, 90L, false), (s.BalanceStroops, s.OwedShareStroops, s.HasOpenBlocks));
    }

    /// <summary>Whether the books or the pail were looked at first, they come to the same.</summary>
    [Fact]
    public void A_stake_that_a_correction_took_for_a_loss_is_counted_once()
    {
        var before = State([.. Active, new DepositRecorded(Farmer, 1_000, "G", "d", 900, "1", Now)]);
        var corrected = before.Apply(new BalanceCorrected(Farmer, -500, 500, 1_010, "more went out", Now));
        Assert.Equal(500, corrected.UnexplainedLossStroops);
        var found = OwnPails.Found(corrected, Pail, Now)!;
        Assert.True(found.WasCorrected);
        var after = corrected.Apply(found);
        Assert.Equal((500L, 0L, 500L), (after.BalanceStroops, after.UnexplainedLossStroops, after.Find(N)!.StakeStroops));
        Assert.False(OwnPails.Found(before, Pail, Now)!.WasCorrected);
        Assert.Equal(500, before.Apply(OwnPails.Found(before, Pail, Now)!).BalanceStroops);
        Assert.Throws<InvalidOperationException>(() => before.Apply(found));
    }

    [Theory]
    [InlineData(280, false)]
    [InlineData(290, true)]
    public void An_unworked_pail_is_rescued_before_its_block_ends(long seconds, bool isTime)
    {
        const long opened = 1_700_000_000;
        var chain = new ChainSnapshot(1_050, opened + seconds, N, opened, KaleBlock.Fresh((ulong)opened), 300, 5_000);
        var s = State(Active).Apply(OwnPails.Found(State(Active), Pail, Now)!);
        Assert.Equal(isTime ? new FarmerDecision.Prepare(ActKind.Rescue, N, null) : null, s.NextOnItsOwn(chain));
        Assert.Null(s.Apply(Worked(N)).NextOnItsOwn(chain));
    }

    [Fact]
    public void What_was_worked_before_a_rescue_is_recorded_once_and_is_nobodys_failure()
    {
        var s = State(Active).Apply(OwnPails.Found(State(Active), Pail, Now)!);
        var seen = new ActReport(ActResult.Success, 1_060, 0, 0, 0, null, Gap: 57, Zeros: 4);
        var worked = OwnPails.Worked(s, N, seen, Now)!;
        Assert.Equal((4u, 57u, WorkSource.Other), (worked.Zeros, worked.Gap, worked.Source));
        Assert.Null(OwnPails.Worked(s.Apply(worked), N, seen, Now));
        Assert.Null(OwnPails.Worked(s, N, seen with { Zeros = null }, Now));
        // The rescue itself.
        s = s.Apply(new RescueSubmitted(Farmer, N, Envelope('r'), Now)).Apply(new RescueSettled(Farmer, N, ActResult.Success, 58, 1_059, 100, "r", null, Now));
        var rescued = OwnPails.Worked(s, N, seen with { Zeros = 0, Gap = 58 }, Now)!;
        Assert.Equal(WorkSource.Rescue, rescued.Source);
        Assert.Null(CompensationRule.OwedBy(s.Apply(rescued).Apply(HarvestSent(N)).Apply(Harvested(N)).Find(N)!));
    }

    [Fact]
    public void A_plant_resolved_by_hand_of_which_the_pooler_never_heard_is_not_his_failure()
    {
        var unknown = new PlantSettled(Farmer, N, ActResult.Unknown, 0, 0, 0, Envelope('a').Hash, new Failure(ErrorCode.UnknownOutcome, "forgotten", Attribution.Network), Now);
        var s = State([.. Active, PlantSent(N), unknown]);
        var resolve = new ResolveAct(Farmer, Envelope('a').Hash, ActResult.Success, null, "seen");
        s = s.Apply(FarmerDoubts.Resolved(s, resolve, new ActReport(ActResult.Success, 1001, 0, 500, 0, null), Now));
        var refused = Assert.IsType<HarvestRefused>(FarmerFacts.Refused(s, Harvest(N), NotWorked, Now));
        Assert.Equal(Attribution.Network, refused.Failure.AttributedTo);
        Assert.False(s.Apply(refused).Undecided.Any());
        // Also where the harvest was sent, and the chain says so.
        s = s.Apply(HarvestSent(N));
        Assert.Equal(Attribution.Network, Assert.IsType<HarvestSettled>(FarmerFacts.Settled(s, OpenActOf(s), new ActReport(ActResult.Failed, 1060, 100, 0, 0, NotWorked), Now)).Failure!.AttributedTo);
    }

    [Fact]
    public void What_was_resolved_before_this_was_known_is_what_it_was()
    {
        var unknown = new PlantSettled(Farmer, N, ActResult.Unknown, 0, 0, 0, Envelope('a').Hash, new Failure(ErrorCode.UnknownOutcome, "forgotten", Attribution.Network), Now);
        var s = State([.. Active, PlantSent(N), unknown, new OutcomeResolved(Farmer, ActKind.Plant, N, Envelope('a').Hash, ActResult.Success, "seen", 1001, 0, Now, 500), new HarvestRefused(Farmer, N, NotWorked, Now)]);
        Assert.Equal(Attribution.Pooler, CompensationRule.OwedBy(s.Find(N)!));
        Assert.True(s.Apply(new CompensationDecided(Farmer, N, Compensation.WorkFailure, Attribution.Pooler, 500, 0, "why", Now)).Find(N)!.IsCompensationDecided);
    }

    [Fact]
    public void A_rescue_is_no_failure_of_a_pooler_who_was_told_too_late()
    {
        var rescued = new RescueSettled(Farmer, N, ActResult.Success, 57, 1057, 100, "r", null, Now, Guid.NewGuid());
        var s = State([.. Active, PlantSent(N), Planted(N), rescued]);
        foreach (var isTooLate in new[] { false, true })
        {
            var worked = Assert.IsType<FarmerDecision.Persist>(s.Decide(new RecordWork(Farmer, N, 0, 57, WorkSource.Pooler, PoolerIsFree: isTooLate), Now)).Event;
            Assert.Equal((WorkSource.Rescue, isTooLate), Assert.IsType<WorkRecorded>(worked) is var w ? (w.Source, w.PoolerIsFree) : default);
            Assert.Equal(isTooLate ? null : Attribution.Pooler, CompensationRule.OwedBy(s.Apply(worked).Apply(HarvestSent(N)).Apply(Harvested(N)).Find(N)!));
        }
    }
}
