using System.Diagnostics;
using Akka.Actor;
using Akka.TestKit;
using KalePool.Actors.Farmers;
using KalePool.Actors.Poolers;
using KalePool.Actors.Ports;
using KalePool.Actors.Tests.Kit;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;

namespace KalePool.Actors.Tests.Farmers;

/// <summary>One farmer between a scripted journal, acts that wait for the test, and a probe in the pooler's place.</summary>
public abstract class FarmerKit : PoolKit
{
    internal static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    protected FarmerKit(ITestOutputHelper output) : base(output) => Poolers = CreateTestProbe("poolers");

    internal FakeActs Acts { get; } = new();

    internal FakeDueList Due { get; } = new();

    /// <summary>Not read yet, until a test opens a block.</summary>
    internal FakeChain Chain { get; } = new();

    internal static DueEntity Row { get; } = new(DueEntity.Farmer, Sample.Farmer.ToString("N"));

    protected TestProbe Poolers { get; }

    protected Props Entity => Props.Create(() => new FarmerActor(Sample.Farmer.ToString("N"), Acts, Chain, Due, Time, new Required<PoolerActor>(Poolers.Ref)));

    protected IActorRef Start(params FarmerEvent[] history)
    {
        if (history.Length > 0) Given($"farmer-{Sample.Farmer:N}", [.. history]);
        return Sys.ActorOf(Entity);
    }

    /// <summary>Asks from a sender of its own.</summary>
    protected TestProbe Ask(IActorRef farmer, FarmerCommand command)
    {
        var asker = CreateTestProbe();
        farmer.Tell(command, asker);
        return asker;
    }

    /// <summary>Returns when everything told before is done and on disk.</summary>
    protected FarmerStanding Standing(IActorRef farmer)
    {
        var asker = CreateTestProbe();
        farmer.Tell(new GetFarmer(Sample.Farmer), asker);
        return asker.ExpectMsg<FarmerStanding>();
    }

    /// <summary>Nothing has been asked of the chain, and the farmer is at rest.</summary>
    protected void AssertNothingIsUnderWay(IActorRef farmer)
    {
        Standing(farmer);
        Assert.True(Acts.IsIdle);
    }

    /// <summary>A port's answer comes to the farmer from another thread, and only then the clock can bring about the next try.</summary>
    protected void UntilCalledAgain(IActorRef farmer)
    {
        var giveUp = Stopwatch.StartNew();
        while (Acts.IsIdle && giveUp.Elapsed < Patience)
        {
            Standing(farmer);
            Advance(Retry);
        }
    }

    internal async Task<FakeActs.Settling> SubmitAsync(ActKind kind, uint block, int attempt = 1, long stake = 0, Payment? pays = null)
    {
        (await Acts.PreparingAsync(kind, block)).Answer.SetResult(new Preparation.Ready(Sample.Envelope(kind, block, attempt), stake, pays));
        return await Acts.SettlingAsync(kind, block);
    }

    /// <summary>Carries one act through, from its preparation to its outcome.</summary>
    internal async Task CarryOutAsync(ActKind kind, uint block, ActReport report, int attempt = 1, Payment? pays = null) =>
        (await SubmitAsync(kind, block, attempt, report.StakeStroops, pays)).Answer.SetResult(report);
}
