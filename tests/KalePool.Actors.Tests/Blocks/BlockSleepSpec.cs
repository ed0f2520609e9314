using Akka.Cluster.Sharding;
using KalePool.Actors.Due;
using KalePool.Domain.Blocks;
using KalePool.Domain.Poolers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Blocks;

public sealed class BlockSleepSpec(ITestOutputHelper output) : BlockKit(output)
{
    static readonly PoolerStanding ClosedAtPooler = new(Pooler, true, true, "north", "G", "key", 0, 4, 2, At, null, [], [N]);

    [Fact]
    public void Goes_to_sleep_when_the_pooler_knows_that_it_is_completed()
    {
        var shard = CreateTestProbe();
        Given($"block-{Key}", Opened, BothPlanted, BothWorked, BothHarvested, Completed);
        var block = shard.ChildActorOf(Entity);
        Poolers.ExpectMsg<CloseBlock>();

        Advance(Sleep.IdleAfter);
        Settled(block);
        Assert.False(shard.HasMessages);

        block.Tell(ClosedAtPooler, TestActor);
        Settled(block);
        Advance(Sleep.IdleAfter);
        var passivate = shard.ExpectMsg<Passivate>();

        Watch(block);
        block.Tell(passivate.StopMessage, TestActor);
        ExpectTerminated(block);
    }

    [Fact]
    public void Goes_to_sleep_when_it_never_began()
    {
        var shard = CreateTestProbe();
        var block = shard.ChildActorOf(Entity);
        Assert.Equal(BlockStatus.Unknown, Standing(block).Status);

        Advance(Sleep.IdleAfter);
        shard.ExpectMsg<Passivate>();
    }

    /// <summary>The pooler's write has failed and he is gone; the row must not stand for good.</summary>
    [Fact]
    public void Takes_its_row_away_when_the_pooler_has_not_answered_for_a_minute()
    {
        var block = Start();
        Ask(block, new RequestPlants(Key, 10, Wait));
        Poolers.ExpectMsg<OpenBlock>();
        Assert.Contains(Row, Due.Rows);
        block.Tell(new WakeBlock(Key), TestActor);
        Settled(block);
        Assert.False(Poolers.HasMessages);

        Advance(TimeSpan.FromMinutes(1));
        block.Tell(new WakeBlock(Key), TestActor);
        Poolers.ExpectMsg<CloseBlock>();
        block.Tell(ClosedAtPooler, TestActor);
        AwaitAssert(() => Assert.DoesNotContain(Row, Due.Rows));

        // He answers all the same: nothing begins without the row.
        block.Tell(Roster, TestActor);
        Poolers.ExpectMsg<OpenBlock>();
        Assert.Contains(Row, Due.Rows);
        Assert.Empty(Journal.Written);
        block.Tell(Roster, TestActor);
        AwaitAssert(() => Assert.IsType<BlockOpened>(Journal.Written[0]));
    }

    [Fact]
    public void Stays_awake_while_it_is_open()
    {
        var shard = CreateTestProbe();
        Given($"block-{Key}", Opened, BothPlanted);
        var block = shard.ChildActorOf(Entity);
        Standing(block);

        Advance(Sleep.IdleAfter);
        Settled(block);
        Assert.False(shard.HasMessages);
    }
}
