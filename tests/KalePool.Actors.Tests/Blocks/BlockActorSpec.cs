using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Blocks;

public sealed class BlockActorSpec(ITestOutputHelper output) : BlockKit(output)
{
    [Fact]
    public void Plants_works_harvests_and_closes()
    {
        var (block, plants) = Open();
        Beat(block);
        Assert.All(Told<Plant>(A, B).Values, p => Assert.Equal(Chain.Latest!.SlotFor(N), p.Slot));
        Assert.False(plants.HasMessages);
        Answer(block, PlantedBy(A), PlantedBy(B));
        Assert.All(plants.ExpectMsg<BlockStanding>().Farmers, f => Assert.Equal((StepState.Success, 500L, "p"), (f.Plant, f.StakeStroops, f.PlantHash)));

        Chain.SetPail(A, 6, 20);
        Chain.SetPail(B, 5, 19);
        Chain.CloseLedgers();
        var works = Ask(block, new ReportWorks(Key, [new(A, true, 7, "aa", 6, 20, "ta", null), new(B, true, 8, "bb", 5, 19, "tb", null)], Wait));
        BeatUntil(block, IsWritten<WorksRecorded>);
        Assert.Equal([6u, 5u], works.ExpectMsg<BlockStanding>().Farmers.Select(f => f.Zeros));

        Chain.Open(N + 1);
        var harvests = Ask(block, new RequestHarvests(Key, [], Wait));
        BeatUntil(block, () => Farmers.HasMessages);
        Assert.Equal(new RecordWork(A, N, 6, 20, WorkSource.Pooler), Farmers.ExpectMsg<RecordWork>());
        Assert.Equal(new Harvest(A, N), Farmers.ExpectMsg<Harvest>());
        Assert.Equal(new RecordWork(B, N, 5, 19, WorkSource.Pooler), Farmers.ExpectMsg<RecordWork>());
        Assert.Equal(new Harvest(B, N), Farmers.ExpectMsg<Harvest>());
        Answer(block, new WorkStanding(A, N, StepState.Success), HarvestedBy(A), HarvestedBy(B));
        Assert.All(harvests.ExpectMsg<BlockStanding>().Farmers, f => Assert.Equal((StepState.Success, 900L, "h"), (f.Harvest, f.RewardStroops, f.HarvestHash)));

        Assert.Equal(new CloseBlock(Pooler, N), Poolers.ExpectMsg<CloseBlock>());
        Assert.Equal([Row], Due.Rows);
        block.Tell(ClosedAtPooler, Poolers);
        Assert.Equal(BlockStatus.Completed, Standing(block).Status);
        Assert.Empty(Due.Rows);
        Assert.Equal(
            [typeof(BlockOpened), typeof(BlockSeen), typeof(PlantsRecorded), typeof(WorksReported), typeof(WorksRecorded), typeof(HarvestsRecorded), typeof(BlockCompleted)],
            Journal.Written.Select(e => e.GetType()));
    }

    static PoolerStanding ClosedAtPooler { get; } = new(Pooler, true, true, "north", "G", "key", 0, 4, 2, At, null, [], [N]);

    [Fact]
    public void What_farmers_answer_together_is_one_event()
    {
        var (block, _) = Open();
        Beat(block);
        Answer(block, PlantedBy(A), PlantedBy(B));
        Assert.Equal([A, B], Assert.Single(Journal.Written.OfType<PlantsRecorded>()).Rows.Select(r => r.FarmerId));
    }

    [Fact]
    public void The_ranges_of_the_block_are_recorded_once_it_is_seen()
    {
        var (block, _) = Open();
        Beat(block);
        Beat(block);
        Assert.Equal((20u, 5L, 6u), Journal.Written.OfType<BlockSeen>().Single() is var seen ? (seen.MaxGap, seen.MaxStake, seen.MaxZeros) : default);
    }

    [Fact]
    public void A_silent_pooler_s_farmers_are_harvested_two_ledgers_after_the_close()
    {
        var block = Start(Opened, BothPlanted, BothWorked);
        Chain.Open(N + 1);
        var readings = Chain.Readings;
        BeatUntil(block, () => Chain.Readings > readings);
        Beat(block);
        Chain.CloseLedgers();
        Beat(block);
        Assert.False(Farmers.HasMessages);
        Chain.CloseLedgers();
        BeatUntil(block, () => Farmers.HasMessages);
        Farmers.ExpectMsg<RecordWork>();
        Assert.Equal(new Harvest(A, N), Farmers.ExpectMsg<Harvest>());
    }

    [Fact]
    public void Nothing_is_harvested_before_a_later_block_is_open()
    {
        var block = Start(Opened, BothPlanted, BothWorked);
        Ask(block, new RequestHarvests(Key, [], Wait));
        Chain.CloseLedgers(3);
        Beat(block);
        Beat(block);
        Assert.False(Farmers.HasMessages);
    }

    [Fact]
    public void A_pail_that_nobody_worked_is_missed_and_its_farmer_is_told_before_the_block_is_completed()
    {
        var block = Start(Opened, BothPlanted);
        Chain.SetPail(A);
        Chain.SetPail(B);
        Beat(block);
        Chain.Open(N + 1);
        BeatUntil(block, IsWritten<WorksRecorded>);
        Assert.All(Journal.Written.OfType<WorksRecorded>().Single().Rows, r => Assert.Equal(ErrorCode.NotWorked, r.Failure!.Code));
        Beat(block);
        Assert.All(Told<RecordMissedWork>(A, B).Values, m => Assert.Equal(ErrorCode.NotWorked, m.Failure.Code));
        Assert.False(IsWritten<BlockCompleted>());
        block.Tell(new WorkStanding(A, N, StepState.Failed), Farmers);
        Standing(block);
        Advance(TimeSpan.FromSeconds(5));
        Standing(block);
        Assert.Equal(B, Told<RecordMissedWork>(B).Keys.Single());
        Answer(block, new WorkStanding(B, N, StepState.Failed));
        Assert.All(Told<SettleCompensation>(A, B).Values, c => Assert.Null(c.OthersMeanStroops));
        Assert.False(IsWritten<BlockCompleted>());
        Answer(block, new CompensationStanding(A, N, null), new CompensationStanding(B, N, null));
        Assert.True(IsWritten<BlockCompleted>());
        Poolers.ExpectMsg<CloseBlock>();
    }

    [Fact]
    public void A_pail_is_not_missed_while_the_block_is_open()
    {
        var block = Start(Opened, BothPlanted);
        Chain.SetPail(A);
        Chain.SetPail(B);
        for (var ledger = 0; ledger < 3; ledger++)
        {
            Chain.CloseLedgers();
            var readings = Chain.Readings;
            BeatUntil(block, () => Chain.Readings > readings);
        }
        Assert.False(IsWritten<WorksRecorded>());
    }

    [Fact]
    public void Better_work_is_recorded_and_the_same_is_not()
    {
        var block = Start(Opened, BothPlanted, BothWorked);
        Chain.SetPail(A, 7, 30);
        Chain.SetPail(B, 5, 19);
        BeatUntil(block, () => Standing(block).Farmers[0].Zeros == 7);
        Assert.Equal([new WorkRow(A, 7, 30, null)], Journal.Written.OfType<WorksRecorded>().Last().Rows);
    }

    [Fact]
    public void A_harvest_of_a_pail_that_is_gone_ends_the_block_though_no_work_was_seen()
    {
        var block = Start(Opened, BothPlanted, new WorksRecorded(Pooler, N, [new(A, 6, 20, null)], At));
        Ask(block, new RequestHarvests(Key, [], Wait));
        Chain.SetPail(A, 6, 20);
        Chain.Open(N + 1);
        BeatUntil(block, () => Farmers.HasMessages);
        Farmers.ExpectMsg<RecordWork>();
        Told<Harvest>(A, B);
        Answer(block, HarvestedBy(A), new HarvestStanding(B, N, StepState.Failed, 0, null, Lost));
        Assert.True(IsWritten<BlockCompleted>());
    }

    [Fact]
    public void A_farmer_who_refuses_to_plant_is_a_failed_plant()
    {
        var (block, asker) = Open();
        Beat(block);
        Answer(block, PlantedBy(A), new FarmerRefused(B, Lost));
        var standing = asker.ExpectMsg<BlockStanding>();
        Assert.Equal((StepState.Failed, Lost), (standing.Farmers[1].Plant, standing.Farmers[1].Failure));
    }

    [Fact]
    public void A_farmer_who_does_not_answer_is_asked_again_and_nobody_else()
    {
        var (block, _) = Open();
        Beat(block);
        Told<Plant>(A, B);
        Answer(block, PlantedBy(A));
        Assert.False(Farmers.HasMessages);
        Advance(TimeSpan.FromSeconds(5));
        Standing(block);
        Told<Plant>(B);
        Assert.False(Farmers.HasMessages);
    }

    [Fact]
    public void A_plant_that_is_still_open_when_its_time_is_over_is_asked_for_with_no_time_left()
    {
        var block = Start(Opened);
        Chain.Open(N + 1);
        Beat(block);
        Assert.All(Told<Plant>(A, B).Values, p => Assert.Equal((N, 0L), (p.Slot.Block, p.Slot.NotAfter)));
    }

    [Fact]
    public void A_block_without_farmers_is_completed_at_once()
    {
        var block = Start();
        var asker = Ask(block, new RequestPlants(Key, 0, Wait));
        Assert.Equal(0, Poolers.ExpectMsg<OpenBlock>().Capacity);
        block.Tell(Roster with { Farmers = [], LeftOut = [A, B] }, Poolers);
        Assert.Equal([A, B], asker.ExpectMsg<BlockStanding>().LeftOut);
        BeatUntil(block, IsWritten<BlockCompleted>);
    }

    [Fact]
    public void Pails_that_cannot_be_read_are_read_again()
    {
        var block = Start(Opened, BothPlanted);
        Chain.SetPail(A, 6, 20);
        Chain.IsBroken = true;
        BeatUntil(block, () => Chain.Readings > 2);
        Assert.False(IsWritten<WorksRecorded>());
        Chain.IsBroken = false;
        BeatUntil(block, IsWritten<WorksRecorded>);
    }
}
