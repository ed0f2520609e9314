using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

public sealed class FarmerRescuesSpec
{
    const uint Gap = 57;

    static readonly Rescue RescueN = new(Farmer, N);

    static FarmerEvent[] PlantedN => [.. Active, PlantSent(N), Planted(N)];

    static RescueSubmitted Sent => new RescueSubmitted(Farmer, N, Envelope('c'), Now);

    static RescueSettled Ended(ActResult result, Guid? batch = null) =>
        new RescueSettled(Farmer, N, result, result == ActResult.Success ? Gap : 0, 1057, 100, Envelope('c').Hash, null, Now, batch);

    static FarmerEvent[] RescuedN => [.. PlantedN, Sent, Ended(ActResult.Success)];

    static string SourceOf(FarmerState s, uint zeros, uint gap) =>
        Assert.IsType<WorkRecorded>(Assert.IsType<FarmerDecision.Persist>(s.Decide(new RecordWork(Farmer, N, zeros, gap, WorkSource.Pooler), Now)).Event).Source;

    [Fact]
    public void Prepares_the_rescue_of_a_pail_that_nobody_has_worked() =>
        Assert.Equal(new FarmerDecision.Prepare(ActKind.Rescue, N, null), State(PlantedN).Decide(RescueN, Now));

    [Fact]
    public void Waits_for_another_act_and_never_behind_itself()
    {
        Assert.IsType<FarmerDecision.Queue>(State([.. PlantedN, PlantSent(N + 1)]).Decide(RescueN, Now));
        Assert.IsType<FarmerDecision.Repeat>(State([.. PlantedN, Sent]).Decide(RescueN, Now));
    }

    [Fact]
    public void Does_nothing_for_what_is_not_planted_worked_missed_or_being_harvested()
    {
        FarmerEvent[][] histories = [Active, [.. Active, PlantSent(N)], [.. PlantedN, Worked(N)], [.. PlantedN, Missed(N)], [.. PlantedN, HarvestSent(N)]];
        Assert.All(histories, events => Assert.IsType<FarmerDecision.Repeat>(State(events).Decide(RescueN, Now)));
    }

    [Fact]
    public void A_rescue_moves_no_money_and_records_no_work_by_itself()
    {
        var s = State(RescuedN);
        Assert.Equal((null, State(PlantedN).BalanceStroops, StepState.None, Gap), (s.OpenAct, s.BalanceStroops, s.Find(N)!.Work, s.Find(N)!.RescueGap));
        Assert.Null(State([.. PlantedN, Sent, Ended(ActResult.Failed)]).Find(N)!.RescueGap);
    }

    [Fact]
    public void A_pail_as_the_rescue_left_it_is_the_rescue_s_work_and_any_other_the_pooler_s()
    {
        Assert.Equal(WorkSource.Rescue, SourceOf(State(RescuedN), 0, Gap));
        Assert.Equal(WorkSource.Pooler, SourceOf(State(RescuedN), 1, Gap + 1));
        Assert.Equal(WorkSource.Pooler, SourceOf(State(RescuedN), 0, Gap + 1));
        Assert.Equal(WorkSource.Pooler, SourceOf(State(PlantedN), 0, Gap));
    }

    [Fact]
    public void What_a_pail_shows_is_not_judged_while_a_rescue_is_open() =>
        Assert.IsType<FarmerDecision.Queue>(State([.. PlantedN, Sent]).Decide(new RecordWork(Farmer, N, 0, Gap, WorkSource.Pooler), Now));

    [Fact]
    public void A_batch_rescues_without_the_wallet()
    {
        var s = State([.. PlantedN, PlantSent(N + 1), Ended(ActResult.Success, Id(7))]);
        Assert.Equal((ActKind.Plant, Gap), (s.OpenAct!.Kind, s.Find(N)!.RescueGap));
    }

    [Fact]
    public void One_that_was_not_submitted_cannot_settle() => Assert.Throws<InvalidOperationException>(() => State([.. PlantedN, Ended(ActResult.Success)]));
}
