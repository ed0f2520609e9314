using KalePool.Contracts.Errors;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Blocks;

public sealed class BlockDecisionsSpec
{
    static readonly Guid A = Id(1);
    static readonly Guid B = Id(2);
    static readonly Guid C = Id(3);
    static readonly Guid Stranger = Id(9);

    static readonly BlockState Open = BlockState.Empty.Apply(new BlockOpened(Pooler, N, [new(A, "GA"), new(B, "GB"), new(C, "GC")], [], Now));
    static readonly BlockState PlantedAll = Open.Apply(new PlantsRecorded(Pooler, N, [new(A, 1, "a", null), new(B, 2, "b", null), new(C, 3, "c", null)], Now));

    static PlantStanding Plant(Guid farmer, StepState step) => new(farmer, N, step, 500, "hash", step == StepState.Failed ? Lost : null);

    static HarvestStanding Harvest(Guid farmer, StepState step) => new(farmer, N, step, 900, "hash", step == StepState.Failed ? Lost : null);

    static BlockState WorkedBy(BlockState s, Guid farmer, uint zeros) => s.Apply(new WorksRecorded(Pooler, N, [new(farmer, zeros, 20, null)], Now));

    static BlockState MissedBy(BlockState s, Guid farmer) => s.Apply(new WorksRecorded(Pooler, N, [new(farmer, 0, 0, Lost)], Now));

    static BlockState HarvestedBy(BlockState s, Guid farmer) => s.Apply(new HarvestsRecorded(Pooler, N, [new(farmer, 900, "h", null)], Now));

    [Fact]
    public void Makes_one_event_of_all_plants_that_are_decided()
    {
        var e = Open.RecordPlants(Key, [Plant(A, StepState.Success), Plant(B, StepState.Failed), Plant(C, StepState.Pending)], false, Now)!;
        Assert.Equal((Pooler, N, Now), (e.PoolerId, e.Index, e.At));
        Assert.Equal([new PlantRow(A, 500, "hash", null), new PlantRow(B, 500, "hash", Lost)], e.Rows);
    }

    [Theory]
    [InlineData(StepState.None)]
    [InlineData(StepState.Pending)]
    public void Makes_no_event_of_plants_that_are_open(StepState step) => Assert.Null(Open.RecordPlants(Key, [Plant(A, step)], false, Now));

    [Fact]
    public void Makes_no_event_of_plants_that_it_knows_or_of_strangers() =>
        Assert.Null(PlantedAll.RecordPlants(Key, [Plant(A, StepState.Failed), Plant(Stranger, StepState.Success)], false, Now));

    [Fact]
    public void Makes_a_failed_plant_of_a_refusal()
    {
        var e = Open.RecordPlants(Key, [new FarmerRefused(A, Lost), new FarmerRefused(Stranger, Lost)], false, Now)!;
        Assert.Equal([new PlantRow(A, 0, null, Lost)], e.Rows);
    }

    [Fact]
    public void Of_a_plant_that_became_known_too_late_the_pooler_is_not_blamed()
    {
        var s = Open.Apply(Open.RecordPlants(Key, [Plant(A, StepState.Success)], true, Now)!);
        Assert.True(s.Farmers[A].ToldTooLate);
        Assert.Equal(Attribution.Network, Assert.Single(s.RecordMissed(Key, [new PailSighting(A, null, null)], Now)!.Rows).Failure!.AttributedTo);
    }

    [Fact]
    public void Makes_nothing_of_a_refusal_by_a_farmer_whose_plant_is_decided() => Assert.Null(PlantedAll.RecordPlants(Key, [new FarmerRefused(A, Lost)], false, Now));

    [Fact]
    public void Records_pails_that_show_work()
    {
        var e = PlantedAll.RecordWorks(Key, [new PailSighting(A, 6, 20), new PailSighting(B, null, null)], Now)!;
        Assert.Equal([new WorkRow(A, 6, 20, null)], e.Rows);
    }

    [Theory]
    [InlineData(5u, false)]
    [InlineData(6u, false)]
    [InlineData(7u, true)]
    public void Records_work_again_only_when_it_is_better(uint zeros, bool recorded) =>
        Assert.Equal(recorded, WorkedBy(PlantedAll, A, 6).RecordWorks(Key, [new PailSighting(A, zeros, 21)], Now) is not null);

    [Fact]
    public void Records_work_without_a_zero() => Assert.Equal(0u, PlantedAll.RecordWorks(Key, [new PailSighting(A, 0, 1)], Now)!.Rows.Single().Zeros);

    [Fact]
    public void Makes_nothing_of_pails_that_are_not_planted_closed_or_a_stranger_s()
    {
        Assert.Null(Open.RecordWorks(Key, [new PailSighting(A, 6, 20)], Now));
        Assert.Null(PlantedAll.RecordWorks(Key, [new PailSighting(Stranger, 6, 20)], Now));
        Assert.Null(MissedBy(PlantedAll, A).RecordWorks(Key, [new PailSighting(A, 6, 20)], Now));
        Assert.Null(HarvestedBy(WorkedBy(PlantedAll, A, 6), A).RecordWorks(Key, [new PailSighting(A, 7, 20)], Now));
    }

    [Fact]
    public void A_pail_that_was_never_worked_is_missed_and_the_pooler_answers_for_it()
    {
        var row = Assert.Single(WorkedBy(PlantedAll, B, 6).RecordMissed(Key, [new PailSighting(A, null, null), new PailSighting(B, 6, 20)], Now)!.Rows);
        Assert.Equal((A, 0u, 0u), (row.FarmerId, row.Zeros, row.Gap));
        Assert.Equal((ErrorCode.NotWorked, Attribution.Pooler), (row.Failure!.Code, row.Failure.AttributedTo));
    }

    [Fact]
    public void A_pail_that_the_chain_did_not_show_is_not_missed() => Assert.Null(PlantedAll.RecordMissed(Key, [], Now));

    [Fact]
    public void A_pail_is_missed_once_and_only_where_planted_and_open()
    {
        Assert.Null(MissedBy(PlantedAll, A).RecordMissed(Key, [new PailSighting(A, null, null)], Now));
        Assert.Null(Open.RecordMissed(Key, [new PailSighting(A, null, null)], Now));
        Assert.Null(WorkedBy(PlantedAll, A, 6).RecordMissed(Key, [new PailSighting(A, null, null)], Now));
        Assert.Null(HarvestedBy(PlantedAll, A).RecordMissed(Key, [new PailSighting(A, null, null)], Now));
    }

    [Fact]
    public void Makes_one_event_of_all_harvests_that_are_decided()
    {
        var worked = WorkedBy(WorkedBy(PlantedAll, A, 6), B, 6);
        var e = worked.RecordHarvests(Key, [Harvest(A, StepState.Success), Harvest(B, StepState.Failed), Harvest(C, StepState.Pending)], Now)!;
        Assert.Equal([new HarvestRow(A, 900, "hash", null), new HarvestRow(B, 900, "hash", Lost)], e.Rows);
    }

    [Fact]
    public void Records_a_harvest_whose_work_was_never_seen() => Assert.NotNull(PlantedAll.RecordHarvests(Key, [Harvest(A, StepState.Failed)], Now));

    [Fact]
    public void Makes_nothing_of_harvests_that_are_open_known_not_planted_missed_or_a_stranger_s()
    {
        Assert.Null(PlantedAll.RecordHarvests(Key, [Harvest(A, StepState.None), Harvest(B, StepState.Pending)], Now));
        Assert.Null(HarvestedBy(PlantedAll, A).RecordHarvests(Key, [Harvest(A, StepState.Success)], Now));
        Assert.Null(Open.RecordHarvests(Key, [Harvest(A, StepState.Success)], Now));
        Assert.Null(MissedBy(PlantedAll, A).RecordHarvests(Key, [Harvest(A, StepState.Success)], Now));
        Assert.Null(PlantedAll.RecordHarvests(Key, [Harvest(Stranger, StepState.Success)], Now));
    }
}
