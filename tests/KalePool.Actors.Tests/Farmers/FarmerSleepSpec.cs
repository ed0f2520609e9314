using Akka.Cluster.Sharding;
using KalePool.Actors.Due;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Farmers;

public sealed class FarmerSleepSpec(ITestOutputHelper output) : FarmerKit(output)
{
    [Fact]
    public void Goes_to_sleep_when_nobody_has_asked_for_a_while_and_nothing_is_open()
    {
        var shard = CreateTestProbe();
        Given($"farmer-{Farmer:N}", [.. Active]);
        var farmer = shard.ChildActorOf(Entity);
        Standing(farmer);

        Advance(Sleep.IdleAfter);
        var passivate = shard.ExpectMsg<Passivate>();

        Watch(farmer);
        farmer.Tell(passivate.StopMessage, TestActor);
        ExpectTerminated(farmer);
    }

    [Fact]
    public async Task Stays_awake_while_an_act_is_open()
    {
        var shard = CreateTestProbe();
        Given($"farmer-{Farmer:N}", [.. Active, PlantSent(N)]);
        var farmer = shard.ChildActorOf(Entity);
        var settling = await Acts.SettlingAsync(ActKind.Plant, N);

        Advance(Sleep.IdleAfter);
        Settled(farmer);
        Assert.False(shard.HasMessages);

        var asker = Ask(farmer, new Plant(Farmer, Slot(N)));
        settling.Answer.SetResult(Success(500));
        asker.ExpectMsg<PlantStanding>();
        Settled(farmer);
        Advance(Sleep.IdleAfter);
        shard.ExpectMsg<Passivate>();
    }

    [Fact]
    public void Stays_awake_while_leaving()
    {
        var shard = CreateTestProbe();
        Given($"farmer-{Farmer:N}", [.. Active, new LeavingStarted(Farmer, At)]);
        var farmer = shard.ChildActorOf(Entity);
        Standing(farmer);

        Advance(Sleep.IdleAfter);
        Settled(farmer);
        Assert.False(shard.HasMessages);
    }
}
