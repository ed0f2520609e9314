using KalePool.Contracts.Errors;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

public sealed class FarmerBatchesSpec
{
    static readonly Guid Batch = Id(50);
    static readonly RecordBatchHarvest Told = new(Farmer, N, Batch, "hash", 1061, 900, 500);

    static FarmerEvent[] WorkedN => [.. Active, PlantSent(N), Planted(N), Worked(N)];

    static HarvestSettled Recorded(params FarmerEvent[] events) => Assert.IsType<HarvestSettled>(Assert.IsType<FarmerDecision.Persist>(State(events).Decide(Told, Now)).Event);

    [Fact]
    public void A_batch_harvests_beside_whatever_the_wallet_is_at()
    {
        FarmerEvent[] planting = [.. WorkedN, PlantSent(N + 1)];
        var s = State([.. planting, Recorded(planting)]);
        Assert.Equal((ActKind.Plant, StepState.Success, 900L), (s.OpenAct!.Kind, s.Find(N)!.Harvest, s.BalanceStroops - State(planting).BalanceStroops - 500));
    }

    [Fact]
    public void It_is_recorded_once()
    {
        FarmerEvent[] harvested = [.. WorkedN, Recorded(WorkedN)];
        Assert.IsType<FarmerDecision.Repeat>(State(harvested).Decide(Told, Now));
        Assert.Throws<InvalidOperationException>(() => State([.. harvested, Recorded(WorkedN)]));
    }

    [Fact]
    public void A_stake_that_was_not_planted_is_refused_by_the_state() =>
        Assert.Throws<InvalidOperationException>(() => State([.. WorkedN, Recorded(WorkedN) with { StakeStroops = 501 }]));

    [Fact]
    public void His_own_harvest_is_settled_first() => Assert.IsType<FarmerDecision.Queue>(State([.. WorkedN, HarvestSent(N)]).Decide(Told, Now));

    [Fact]
    public void A_pail_that_was_found_gone_was_the_batch_s_also_where_a_correction_has_counted_it()
    {
        FarmerEvent[] gone = [.. WorkedN, new HarvestRefused(Farmer, N, Lost, Now)];
        Assert.Equal(StepState.Success, State([.. gone, Recorded(gone)]).Find(N)!.Harvest);
        var corrected = State([.. gone, new BalanceCorrected(Farmer, 1_400, State(gone).BalanceStroops + 1_400, 1070, "more came in", Now)]);
        var late = Assert.IsType<HarvestSettled>(Assert.IsType<FarmerDecision.Persist>(corrected.Decide(Told, Now)).Event);
        Assert.True(late.WasCorrected);
        Assert.Equal((StepState.Success, corrected.BalanceStroops), (corrected.Apply(late).Find(N)!.Harvest, corrected.Apply(late).BalanceStroops));
        Assert.Throws<InvalidOperationException>(() => corrected.Apply(late with { WasCorrected = false }));
        Assert.IsType<FarmerDecision.Repeat>(corrected.Apply(late).Decide(Told, Now));
    }

    [Fact]
    public void What_was_never_planted_is_refused() =>
        Assert.Equal(ErrorCode.NotPlanted, Assert.IsType<FarmerDecision.Reject>(State(Active).Decide(Told, Now)).Failure.Code);

    [Fact]
    public void A_rescue_by_batch_is_recorded_once_and_tells_whose_work_it_is()
    {
        var told = new RecordBatchRescue(Farmer, N, Batch, "hash", 1057, 57);
        FarmerEvent[] planted = [.. Active, PlantSent(N), Planted(N)];
        var rescued = State([.. planted, Assert.IsType<FarmerDecision.Persist>(State(planted).Decide(told, Now)).Event]);
        Assert.IsType<FarmerDecision.Repeat>(rescued.Decide(told, Now));
        Assert.Equal(WorkSource.Rescue, Assert.IsType<WorkRecorded>(Assert.IsType<FarmerDecision.Persist>(rescued.Decide(new RecordWork(Farmer, N, 0, 57, WorkSource.Pooler), Now)).Event).Source);
    }
}
