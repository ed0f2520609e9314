using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

/// <summary>Works that the backend submits for the farmer's pooler, from the wallet or by a batch.</summary>
public sealed class FarmerWorksSpec
{
    const uint Gap = 20;

    static readonly Guid Batch = Id(7);

    static HandedWork Work(int zeros = 2) => new(Farmer, 99, new string('0', zeros).PadRight(64, 'f'));

    static SubmitWork Submit(int zeros = 2) => new(Farmer, N, Work(zeros));

    static RecordBatchWork Told(uint zeros = 2, uint gap = Gap) => new(Farmer, N, Batch, "hash", 1021, zeros, gap);

    static FarmerEvent[] PlantedN => [.. Active, PlantSent(N), Planted(N)];

    static WorkSubmitted Sent => new(Farmer, N, Work(), Envelope('c'), Now);

    static WorkSettled Ended(ActResult result, Guid? batch = null, uint zeros = 2) =>
        new(Farmer, N, result, result == ActResult.Success ? zeros : 0, result == ActResult.Success ? Gap : 0, 1021, 100, Envelope('c').Hash, null, Now, batch);

    [Fact]
    public void Prepares_a_work_that_is_better_than_what_is_known() =>
        Assert.All(
            [PlantedN, [.. PlantedN, Worked(N, 1)], [.. PlantedN, Ended(ActResult.Success, Batch, 1)]],
            events => Assert.Equal(new FarmerDecision.Prepare(ActKind.Work, N, null, Work: Work()), State(events).Decide(Submit(), Now)));

    [Fact]
    public void Waits_for_another_act_and_never_behind_itself()
    {
        Assert.IsType<FarmerDecision.Queue>(State([.. PlantedN, PlantSent(N + 1)]).Decide(Submit(), Now));
        Assert.IsType<FarmerDecision.Repeat>(State([.. PlantedN, Sent]).Decide(Submit(), Now));
    }

    [Fact]
    public void Does_nothing_for_what_is_not_planted_is_no_better_missed_or_being_harvested()
    {
        FarmerEvent[][] histories =
            [Active, [.. Active, PlantSent(N)], [.. PlantedN, Worked(N, 2)], [.. PlantedN, Ended(ActResult.Success, Batch)], [.. PlantedN, Missed(N)], [.. PlantedN, Worked(N, 1), HarvestSent(N)]];
        Assert.All(histories, events => Assert.IsType<FarmerDecision.Repeat>(State(events).Decide(Submit(), Now)));
    }

    [Fact]
    public void A_work_moves_no_money_and_the_pail_is_recorded_from_the_chain()
    {
        var s = State([.. PlantedN, Sent, Ended(ActResult.Success)]);
        Assert.Equal((null, State(PlantedN).BalanceStroops, StepState.None, 2u), (s.OpenAct, s.BalanceStroops, s.Find(N)!.Work, s.Find(N)!.LandedZeros));
        Assert.All([ActResult.Failed, ActResult.NotHappened, ActResult.Unknown], r => Assert.Null(State([.. PlantedN, Sent, Ended(r)]).Find(N)!.LandedZeros));
        Assert.Throws<InvalidOperationException>(() => State([.. PlantedN, Ended(ActResult.Success)]));
    }

    [Fact]
    public void What_a_batch_has_landed_is_recorded_once_and_later_ones_only_where_they_are_better()
    {
        var s = State([.. PlantedN, PlantSent(N + 1)]);
        var settled = Assert.IsType<WorkSettled>(Assert.IsType<FarmerDecision.Persist>(s.Decide(Told(), Now)).Event);
        Assert.Equal((Batch, 2u, Gap, 0L, "hash"), (settled.Batch, settled.Zeros, settled.Gap, settled.FeeStroops, settled.TransactionHash));
        s = s.Apply(settled);
        Assert.Equal(ActKind.Plant, s.OpenAct!.Kind);
        Assert.IsType<FarmerDecision.Repeat>(s.Decide(Told(), Now));
        Assert.IsType<FarmerDecision.Repeat>(s.Decide(Told(1, Gap - 5), Now));
        Assert.IsType<FarmerDecision.Persist>(s.Decide(Told(3, Gap + 5), Now));
        Assert.IsType<FarmerDecision.Reject>(State(Active).Decide(Told(), Now));
        Assert.Equal(new WorkStanding(Farmer, N, StepState.None, Batch), FarmerFacts.Reply(s, Told()));
    }

    [Fact]
    public void A_rescue_that_stands_where_the_backend_owed_a_work_is_recorded_as_such()
    {
        var s = State([.. PlantedN, new RescueSettled(Farmer, N, ActResult.Success, Gap, 1021, 0, "r", null, Now, Batch)]);
        var recorded = Assert.IsType<WorkRecorded>(Assert.IsType<FarmerDecision.Persist>(s.Decide(new RecordWork(Farmer, N, 0, Gap, WorkSource.Pooler, true), Now)).Event);
        Assert.Equal((WorkSource.Rescue, true), (recorded.Source, recorded.IsWorkOwed));
        Assert.True(s.Apply(recorded).Find(N)!.IsWorkOwed);
    }

    [Fact]
    public void One_of_unknown_outcome_is_remembered_until_it_is_resolved()
    {
        var s = State([.. PlantedN, Sent, Ended(ActResult.Unknown)]);
        Assert.Equal(Work(), s.UnknownActs[Envelope('c').Hash].Work);
        var resolved = s.Apply(new OutcomeResolved(Farmer, ActKind.Work, N, Envelope('c').Hash, ActResult.Success, "seen", 1021, 0, Now, Gap: Gap));
        Assert.Equal((0, 2u), (resolved.UnknownActs.Count, resolved.Find(N)!.LandedZeros));
    }
}
