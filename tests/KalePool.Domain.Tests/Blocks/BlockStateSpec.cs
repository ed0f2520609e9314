using System.Diagnostics;
using KalePool.Domain.Blocks;
using KalePool.Kale;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Blocks;

public sealed class BlockStateSpec
{
    static readonly Guid A = Id(1);
    static readonly Guid B = Id(2);

    static readonly BlockEvent Opened = new BlockOpened(Pooler, N, [new(B, "GB"), new(A, "GA")], [Id(3)], Now);
    static readonly BlockEvent PlantedAOnly = new PlantsRecorded(Pooler, N, [new(A, 500, "pa", null), new(B, 0, null, Lost)], Now);
    static readonly BlockEvent WorkedA = new WorksRecorded(Pooler, N, [new(A, 6, 20, null)], Now);
    static readonly BlockEvent HarvestedA = new HarvestsRecorded(Pooler, N, [new(A, 900, "ha", null)], Now);

    static BlockState State(params BlockEvent[] events) => events.Aggregate(BlockState.Empty, (s, e) => s.Apply(e));

    [Fact]
    public void Starts_unknown() => Assert.Equal(BlockStatus.Unknown, BlockState.Empty.Status);

    [Fact]
    public void Opens_with_every_plant_pending_in_the_roster_s_order()
    {
        var s = State(Opened);
        Assert.Equal((BlockStatus.Active, Now, false, false), (s.Status, s.OpenedAt, s.PlantsAreDecided, s.IsFinished));
        Assert.Equal([new BlockFarmer(B, "GB"), new BlockFarmer(A, "GA")], s.InOrder);
        Assert.All(s.InOrder, f => Assert.Equal(StepState.Pending, f.Plant));
        Assert.Equal([Id(3)], s.LeftOut);
    }

    [Fact]
    public void A_block_without_farmers_is_decided_and_finished_at_once()
    {
        var s = State(new BlockOpened(Pooler, N, [], [A], Now));
        Assert.True(s.PlantsAreDecided && s.IsFinished);
    }

    [Fact]
    public void Plants_succeed_or_fail_each_for_itself()
    {
        var s = State(Opened, PlantedAOnly);
        Assert.Equal((StepState.Success, 500L, "pa", (Failure?)null), (s.Farmers[A].Plant, s.Farmers[A].StakeStroops, s.Farmers[A].PlantHash, s.Farmers[A].Failure));
        Assert.Equal((StepState.Failed, 0L, Lost, true), (s.Farmers[B].Plant, s.Farmers[B].StakeStroops, s.Farmers[B].Failure, s.Farmers[B].IsClosed));
        Assert.True(s.PlantsAreDecided);
        Assert.False(s.IsFinished);
    }

    [Fact]
    public void Works_are_kept_as_seen_and_a_missed_one_closes()
    {
        var worked = State(Opened, PlantedAOnly, WorkedA);
        Assert.Equal((StepState.Success, 6u, 20u, false), (worked.Farmers[A].Work, worked.Farmers[A].Zeros, worked.Farmers[A].Gap, worked.Farmers[A].IsClosed));
        var missed = State(Opened, PlantedAOnly, new WorksRecorded(Pooler, N, [new(A, 0, 0, Lost)], Now));
        Assert.Equal((StepState.Failed, Lost, true), (missed.Farmers[A].Work, missed.Farmers[A].Failure, missed.IsFinished));
    }

    [Fact]
    public void Harvests_finish_the_block()
    {
        var harvested = State(Opened, PlantedAOnly, WorkedA, HarvestedA);
        Assert.Equal((StepState.Success, 900L, "ha", true), (harvested.Farmers[A].Harvest, harvested.Farmers[A].RewardStroops, harvested.Farmers[A].HarvestHash, harvested.IsFinished));
        var failed = State(Opened, PlantedAOnly, WorkedA, new HarvestsRecorded(Pooler, N, [new(A, 0, null, Lost)], Now));
        Assert.Equal((StepState.Failed, Lost, true), (failed.Farmers[A].Harvest, failed.Farmers[A].Failure, failed.IsFinished));
        Assert.Equal(BlockStatus.Completed, harvested.Apply(new BlockCompleted(Pooler, N, Now)).Status);
    }

    [Fact]
    public void A_pooler_s_own_report_changes_nothing_that_the_chain_must_show()
    {
        var s = State(Opened, PlantedAOnly);
        Assert.Same(s, s.Apply(new WorksReported(Pooler, N, [new(A, true, 1, "h", 9, 9, "t", null)], Now)));
    }

    [Fact]
    public void Remembers_that_the_block_s_ranges_were_read()
    {
        var chain = KaleBlock.Fresh(1_700_000_000) with { MaxGap = 21, MaxStake = 77, MaxZeros = 6 };
        var seen = BlockFacts.Seen(Key, chain, Now);
        Assert.Equal(new BlockSeen(Pooler, N, 1_700_000_000, new string('0', 64), 21, 77, 6, Now), seen);
        Assert.True(State(Opened, seen).IsSeen);
    }

    [Theory]
    [InlineData(true, long.MaxValue)]
    [InlineData(false, 0)]
    public void A_stake_range_beyond_any_amount_is_kept_within(bool above, long kept)
    {
        var chain = KaleBlock.Fresh(1) with { MaxStake = above ? Int128.MaxValue : Int128.MinValue };
        Assert.Equal(kept, BlockFacts.Seen(Key, chain, Now).MaxStake);
    }

    [Fact]
    public void Throws_on_an_event_of_an_unknown_kind() => Assert.Throws<UnreachableException>(() => State(new Unheard()));

    sealed record Unheard() : BlockEvent(Pooler, N, Now);
}
