using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Blocks;

/// <summary>When requests are answered, and by what.</summary>
public sealed class BlockAnswersSpec(ITestOutputHelper output) : BlockKit(output)
{
    static readonly ReportedWork ReportA = new(A, true, 7, "aa", 6, 20, "ta", null);

    [Theory]
    [InlineData(N - 1)]
    [InlineData(N + 1)]
    public void A_block_that_cannot_be_planted_now_is_refused_and_leaves_nothing_behind(uint open)
    {
        Chain.Open(open);
        var block = Start();
        Assert.Equal(ErrorCode.BlockClosed, Ask(block, new RequestPlants(Key, 2, Wait)).ExpectMsg<BlockRefused>().Failure.Code);
        Assert.Equal(BlockStatus.Unknown, Standing(block).Status);
        Assert.Empty(Due.Rows);
        Assert.Empty(Journal.Written);
    }

    [Fact]
    public void A_block_is_refused_while_the_chain_has_not_answered()
    {
        Chain.Forget();
        Assert.Equal(ErrorCode.ChainUnavailable, Ask(Start(), new RequestPlants(Key, 2, Wait)).ExpectMsg<BlockRefused>().Failure.Code);
    }

    [Fact]
    public void Works_and_harvests_of_a_block_that_was_never_planted_are_refused()
    {
        var block = Start();
        Assert.Equal(ErrorCode.NotPlanted, Ask(block, new ReportWorks(Key, [ReportA], Wait)).ExpectMsg<BlockRefused>().Failure.Code);
        Assert.Equal(ErrorCode.NotPlanted, Ask(block, new RequestHarvests(Key, [], Wait)).ExpectMsg<BlockRefused>().Failure.Code);
    }

    [Fact]
    public void The_due_row_stands_before_the_roster_is_asked_for_and_the_stated_capacity_is_passed_on()
    {
        Ask(Start(), new RequestPlants(Key, 7, Wait));
        Assert.Equal(new OpenBlock(Pooler, N, 7), Poolers.ExpectMsg<OpenBlock>());
        Assert.Equal([Row], Due.Rows);
    }

    [Fact]
    public void A_block_whose_due_row_cannot_be_written_is_not_opened_before_it_can()
    {
        Due.IsBroken = true;
        var block = Start();
        EventFilter.Warning(contains: "the disk is gone").ExpectOne(() => Ask(block, new RequestPlants(Key, 2, Wait)));
        Assert.False(Poolers.HasMessages);
        Due.IsBroken = false;
        Ask(block, new RequestPlants(Key, 2, Wait));
        Poolers.ExpectMsg<OpenBlock>();
    }

    [Fact]
    public void A_pooler_s_refusal_is_passed_on_and_the_due_row_goes()
    {
        var block = Start();
        var asker = Ask(block, new RequestPlants(Key, 2, Wait));
        Poolers.ExpectMsg<OpenBlock>();
        block.Tell(new PoolerRefused(Pooler, Lost), Poolers);
        Assert.Equal(Lost, asker.ExpectMsg<BlockRefused>().Failure);
        Standing(block);
        Assert.Empty(Due.Rows);
    }

    [Fact]
    public void A_pooler_who_does_not_answer_is_asked_again_by_the_next_request()
    {
        var block = Start();
        Ask(block, new RequestPlants(Key, 2, Wait));
        Poolers.ExpectMsg<OpenBlock>();
        Ask(block, new RequestPlants(Key, 2, Wait));
        Standing(block);
        Assert.False(Poolers.HasMessages);
        Advance(TimeSpan.FromSeconds(5));
        Ask(block, new RequestPlants(Key, 2, Wait));
        Poolers.ExpectMsg<OpenBlock>();
    }

    [Fact]
    public async Task Nothing_is_planted_before_the_roster_is_on_disk()
    {
        var write = Journal.Hold<BlockOpened>();
        var (block, _) = Open();
        await write.Entered;
        Settled(block);
        Advance(TimeSpan.FromSeconds(1));
        Settled(block);
        Assert.False(Farmers.HasMessages);
        write.Release();
        Beat(block);
        Told<Plant>(A, B);
    }

    [Fact]
    public async Task Nobody_is_told_of_plants_before_they_are_on_disk()
    {
        var (block, asker) = Open();
        Beat(block);
        var write = Journal.Hold<PlantsRecorded>();
        block.Tell(PlantedBy(A), Farmers);
        block.Tell(PlantedBy(B), Farmers);
        Standing(block);
        Advance(TimeSpan.FromMilliseconds(50));
        await write.Entered;
        Settled(block);
        Assert.False(asker.HasMessages);
        write.Release();
        asker.ExpectMsg<BlockStanding>();
    }

    [Fact]
    public void At_its_deadline_a_request_is_answered_with_what_is()
    {
        var (block, _) = Open();
        var hasty = Ask(block, new RequestPlants(Key, 2, 1000));
        var patient = Ask(block, new RequestPlants(Key, 2, 2000));
        Beat(block);
        Answer(block, PlantedBy(A));
        Assert.False(hasty.HasMessages);
        Advance(TimeSpan.FromMilliseconds(1000));
        Standing(block);
        Assert.Equal([StepState.Success, StepState.Pending], hasty.ExpectMsg<BlockStanding>().Farmers.Select(f => f.Plant));
        Assert.False(patient.HasMessages);
        Answer(block, PlantedBy(B));
        Assert.Equal([StepState.Success, StepState.Success], patient.ExpectMsg<BlockStanding>().Farmers.Select(f => f.Plant));
    }

    [Fact]
    public void A_request_that_may_not_wait_is_answered_at_once()
    {
        var block = Start(Opened);
        Assert.Equal(BlockStatus.Active, Ask(block, new RequestPlants(Key, 2, 0)).ExpectMsg<BlockStanding>().Status);
    }

    [Fact]
    public void A_repeated_request_finds_the_first_plants_and_starts_none()
    {
        var block = Start(Opened, BothPlanted);
        Assert.Equal(["pa", "pb"], Ask(block, new RequestPlants(Key, 99, Wait)).ExpectMsg<BlockStanding>().Farmers.Select(f => f.PlantHash));
        Beat(block);
        Assert.False(Farmers.HasMessages || Poolers.HasMessages);
    }

    [Fact]
    public void A_report_is_answered_when_the_chain_shows_the_works_and_not_before()
    {
        var block = Start(Opened, BothPlanted);
        Chain.SetPail(A);
        var asker = Ask(block, new ReportWorks(Key, [ReportA, new(Id(9), true, 1, "cc", 1, 1, "tc", null)], Wait));
        Beat(block);
        Beat(block);
        Assert.False(asker.HasMessages);
        Assert.Equal([ReportA], Journal.Written.OfType<WorksReported>().Single().Rows);
        Chain.SetPail(A, 6, 20);
        Chain.CloseLedgers();
        BeatUntil(block, () => asker.HasMessages);
        Assert.Equal((StepState.Success, 6u), asker.ExpectMsg<BlockStanding>().Farmers[0] is var a ? (a.Work, a.Zeros) : default);
    }

    [Fact]
    public void A_report_has_the_pails_read_again_in_the_same_ledger()
    {
        var block = Start(Opened, BothPlanted);
        BeatUntil(block, () => Chain.Readings > 0);
        Beat(block);
        Beat(block);
        var readings = Chain.Readings;
        Chain.SetPail(A, 6, 20);
        Ask(block, new ReportWorks(Key, [ReportA], Wait));
        BeatUntil(block, IsWritten<WorksRecorded>);
        Assert.True(Chain.Readings > readings);
    }

    [Fact]
    public void A_report_of_failures_waits_for_nothing()
    {
        var block = Start(Opened, BothPlanted);
        Ask(block, new ReportWorks(Key, [new(A, false, null, null, null, null, null, ErrorCode.HashInvalid)], Wait)).ExpectMsg<BlockStanding>();
    }

    [Fact]
    public void A_request_for_some_harvests_waits_for_these_alone()
    {
        var block = Start(Opened, BothPlanted, BothWorked);
        var some = Ask(block, new RequestHarvests(Key, [B, Id(9)], Wait));
        var all = Ask(block, new RequestHarvests(Key, [], Wait));
        Chain.Open(N + 1);
        BeatUntil(block, () => Farmers.HasMessages);
        Answer(block, HarvestedBy(B));
        Assert.Equal(StepState.Success, some.ExpectMsg<BlockStanding>().Farmers[1].Harvest);
        Assert.False(all.HasMessages);
        Answer(block, HarvestedBy(A));
        all.ExpectMsg<BlockStanding>();
    }

    [Fact]
    public void A_harvest_is_shown_as_pending_from_when_it_is_asked_for()
    {
        var block = Start(Opened, BothPlanted, BothWorked);
        Ask(block, new RequestHarvests(Key, [], Wait));
        Assert.All(Standing(block).Farmers, f => Assert.Equal(StepState.None, f.Harvest));
        Chain.Open(N + 1);
        BeatUntil(block, () => Farmers.HasMessages);
        Assert.All(Standing(block).Farmers, f => Assert.Equal(StepState.Pending, f.Harvest));
    }

    [Fact]
    public void A_completed_block_answers_everything_at_once()
    {
        var block = Start(Opened, BothPlanted, BothWorked, BothHarvested, Completed);
        Assert.All(
            new BlockCommand[] { new RequestPlants(Key, 2, Wait), new ReportWorks(Key, [ReportA], Wait), new RequestHarvests(Key, [], Wait) },
            command => Assert.Equal(BlockStatus.Completed, Ask(block, command).ExpectMsg<BlockStanding>().Status));
        Assert.Empty(Journal.Written.OfType<WorksReported>());
    }
}
