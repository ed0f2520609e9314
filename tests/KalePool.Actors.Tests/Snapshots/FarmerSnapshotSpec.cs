using Akka.Actor;
using KalePool.Actors.Snapshots;
using KalePool.Actors.Tests.Farmers;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Snapshots;

public sealed class FarmerSnapshotSpec(ITestOutputHelper output) : FarmerKit(output)
{
    /// <summary>The next event is the one after which the state is saved.</summary>
    static FarmerEvent[] LongLife => [.. Active, .. WorkedIn(N), .. Enumerable.Range(0, SnapshotKeeper.EveryEvents - 7).Select(i => new StakeChanged(Farmer, i / 10_000m, At))];

    [Fact]
    public void Recovers_from_the_newest_snapshot_and_reads_only_the_events_after_it()
    {
        var first = StartSaved();
        Ask(first, new ChangeStake(Farmer, 0.25m)).ExpectMsg<FarmerStanding>();
        var before = Standing(first);
        Assert.Equal((0.25m, -500), (before.StakePercentage, before.BalanceStroops));
        var second = StartAgain(first, out var replayed);
        Assert.Equivalent(before, Standing(second), strict: true);
        Assert.Equal(1, replayed());
    }

    [Fact]
    public void Of_a_snapshot_of_another_version_nothing_is_believed()
    {
        var first = StartSaved();
        var before = Standing(first);
        Journal.SnapshotsAreUnreadable = true;
        var second = StartAgain(first, out var replayed);
        Assert.Equivalent(before, Standing(second), strict: true);
        Assert.Equal(SnapshotKeeper.EveryEvents, replayed());
    }

    [Fact]
    public void An_older_snapshot_goes_when_a_newer_is_there()
    {
        var farmer = StartSaved();
        for (var i = 0; i < SnapshotKeeper.EveryEvents; i++) farmer.Tell(new ChangeStake(Farmer, i / 10_000m));
        AwaitAssert(() => Assert.Equal([2L * SnapshotKeeper.EveryEvents], Journal.Snapshots), Patience);
    }

    [Fact]
    public void A_farmer_whose_state_cannot_be_saved_goes_on()
    {
        Journal.Fail<FarmerState>();
        var first = Start(LongLife);
        Ask(first, new ChangeStake(Farmer, 0.5m)).ExpectMsg<FarmerStanding>();
        Ask(first, new ChangeStake(Farmer, 0.25m)).ExpectMsg<FarmerStanding>();
        var second = StartAgain(first, out var replayed);
        Assert.Equal(0.25m, Standing(second).StakePercentage);
        Assert.Equal((SnapshotKeeper.EveryEvents + 1, 0), (replayed(), Journal.Snapshots.Count));
    }

    IActorRef StartSaved()
    {
        var farmer = Start(LongLife);
        Ask(farmer, new ChangeStake(Farmer, 0.5m)).ExpectMsg<FarmerStanding>();
        AwaitAssert(() => Assert.Equal([SnapshotKeeper.EveryEvents], Journal.Snapshots), Patience);
        return farmer;
    }

    IActorRef StartAgain(IActorRef first, out Func<int> replayed)
    {
        Stop(first);
        var before = Journal.Replayed;
        replayed = () => Journal.Replayed - before;
        return Start();
    }
}
