using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Blocks;

/// <summary>A block that was stopped in each of its phases.</summary>
public sealed class BlockRecoverySpec(ITestOutputHelper output) : BlockKit(output)
{
    static readonly PoolerStanding ClosedAtPooler = new(Pooler, true, true, "north", "G", "key", 0, 4, 2, At, null, [], [N]);

    [Fact]
    public void Opened_it_asks_for_the_plants_again()
    {
        var block = Start(Opened);
        Beat(block);
        Told<Plant>(A, B);
        Assert.False(Poolers.HasMessages);
    }

    [Fact]
    public void Half_planted_it_asks_for_the_rest()
    {
        var block = Start(Opened, BothPlanted with { Rows = [BothPlanted.Rows[0]] });
        Beat(block);
        Told<Plant>(B);
        Assert.False(Farmers.HasMessages);
    }

    [Fact]
    public void Planted_it_reads_the_pails()
    {
        Chain.SetPail(A, 6, 20);
        var block = Start(Opened, BothPlanted);
        BeatUntil(block, IsWritten<WorksRecorded>);
        Assert.False(Farmers.HasMessages);
    }

    [Fact]
    public void Worked_it_harvests_when_the_block_has_closed_meanwhile()
    {
        Chain.Open(N + 1);
        var block = Start(Opened, BothPlanted, BothWorked);
        BeatUntil(block, () => Chain.Readings > 0);
        Beat(block);
        Chain.CloseLedgers(2);
        BeatUntil(block, () => Farmers.HasMessages);
        Farmers.ExpectMsg<RecordWork>();
        Farmers.ExpectMsg<Harvest>();
    }

    [Fact]
    public void Half_harvested_it_asks_for_the_rest_though_no_pail_is_left()
    {
        Chain.Open(N + 1);
        var block = Start(Opened, BothPlanted, BothWorked, BothHarvested with { Rows = [BothHarvested.Rows[0]] });
        Ask(block, new RequestHarvests(Key, [], Wait));
        BeatUntil(block, () => Farmers.HasMessages);
        Assert.Equal(A, Farmers.ExpectMsg<RecordWork>().FarmerId);
        Assert.Equal(B, Farmers.ExpectMsg<RecordWork>().FarmerId);
        Told<Harvest>(B);
        Answer(block, HarvestedBy(B));
        Assert.True(IsWritten<BlockCompleted>());
    }

    [Fact]
    public void Missed_and_not_completed_it_tells_the_farmers_again()
    {
        Chain.Open(N + 1);
        var block = Start(Opened, BothPlanted, new WorksRecorded(Pooler, N, [new(A, 0, 0, Lost), new(B, 0, 0, Lost)], At));
        Beat(block);
        Told<RecordMissedWork>(A, B);
        Answer(block, new WorkStanding(A, N, StepState.Failed), new WorkStanding(B, N, StepState.Failed));
        Assert.True(IsWritten<BlockCompleted>());
    }

    [Fact]
    public void Harvested_and_not_completed_it_completes()
    {
        var block = Start(Opened, BothPlanted, BothWorked, BothHarvested);
        Beat(block);
        Assert.True(IsWritten<BlockCompleted>());
        Assert.Equal(new CloseBlock(Pooler, N), Poolers.ExpectMsg<CloseBlock>());
        Assert.False(Farmers.HasMessages);
    }

    [Fact]
    public void Completed_it_closes_at_the_pooler_and_leaves_the_due_list()
    {
        _ = Due.AddAsync(Row, CancellationToken.None);
        var block = Start(Opened, BothPlanted, BothWorked, BothHarvested, Completed);
        Poolers.ExpectMsg<CloseBlock>();
        block.Tell(ClosedAtPooler, Poolers);
        Standing(block);
        Assert.Empty(Due.Rows);
    }

    [Fact]
    public void Completed_it_closes_again_when_woken_until_the_pooler_has_answered()
    {
        var block = Start(Opened, BothPlanted, BothWorked, BothHarvested, Completed);
        Poolers.ExpectMsg<CloseBlock>();
        Ask(block, new WakeBlock(Key));
        Poolers.ExpectMsg<CloseBlock>();
    }

    [Fact]
    public void Stopped_before_its_first_event_it_is_closed_at_the_pooler_and_leaves_the_due_list()
    {
        _ = Due.AddAsync(Row, CancellationToken.None);
        var block = Start();
        Ask(block, new WakeBlock(Key));
        Poolers.ExpectMsg<CloseBlock>();
        block.Tell(ClosedAtPooler, Poolers);
        Standing(block);
        Assert.Empty(Due.Rows);
    }

    [Fact]
    public void Woken_while_it_opens_it_stays_due()
    {
        var block = Start();
        Ask(block, new RequestPlants(Key, 2, Wait));
        Poolers.ExpectMsg<OpenBlock>();
        Ask(block, new WakeBlock(Key));
        block.Tell(ClosedAtPooler, Poolers);
        Standing(block);
        Assert.Equal([Row], Due.Rows);
        Assert.False(Poolers.HasMessages);
    }

    [Fact]
    public void Woken_in_the_middle_it_goes_on_as_before()
    {
        var block = Start(Opened, BothPlanted);
        Ask(block, new WakeBlock(Key));
        Assert.Equal(BlockStatus.Active, Standing(block).Status);
        Assert.False(Poolers.HasMessages);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_event_that_cannot_be_written_stops_the_block_and_nobody_is_told(bool rejected)
    {
        var (block, asker) = Open();
        Beat(block);
        Told<Plant>(A, B);
        if (rejected) Journal.Reject<PlantsRecorded>();
        else Journal.Fail<PlantsRecorded>();
        Watch(block);
        block.Tell(PlantedBy(A), Farmers);
        block.Tell(PlantedBy(B), Farmers);
        Standing(block);
        Advance(TimeSpan.FromMilliseconds(50));
        ExpectTerminated(block);
        Assert.False(asker.HasMessages);
        Assert.Equal([Row], Due.Rows);
        Journal.Heal();
        var next = Start();
        Beat(next);
        Told<Plant>(A, B);
        Answer(next, PlantedBy(A), PlantedBy(B));
        Assert.All(Standing(next).Farmers, f => Assert.Equal(StepState.Success, f.Plant));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_roster_that_cannot_be_written_plants_nothing(bool rejected)
    {
        if (rejected) Journal.Reject<BlockOpened>();
        else Journal.Fail<BlockOpened>();
        var block = Start();
        Watch(block);
        var asker = Ask(block, new RequestPlants(Key, 2, Wait));
        Poolers.ExpectMsg<OpenBlock>();
        block.Tell(Roster, Poolers);
        ExpectTerminated(block);
        Assert.False(asker.HasMessages || Farmers.HasMessages);
        Assert.Equal([Row], Due.Rows);
    }
}
