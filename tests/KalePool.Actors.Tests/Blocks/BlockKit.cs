using System.Diagnostics;
using Akka.Actor;
using Akka.TestKit;
using KalePool.Actors.Accounts;
using KalePool.Actors.Blocks;
using KalePool.Actors.Farmers;
using KalePool.Actors.Poolers;
using KalePool.Actors.Ports;
using KalePool.Actors.Tests.Kit;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Blocks;

/// <summary>One block of two farmers between a scripted journal, a chain that the test moves, and probes in the place of farmers and pooler.</summary>
public abstract class BlockKit : PoolKit
{
    internal const int Wait = 25_000;

    internal static readonly Guid A = Id(1);
    internal static readonly Guid B = Id(2);
    internal static readonly DueEntity Row = new(DueEntity.Block, Key.ToString());
    internal static readonly BlockRoster Roster = new(Pooler, N, [new(A, Wallet(A)), new(B, Wallet(B))], [Id(3)]);

    internal static readonly BlockOpened Opened = new(Pooler, N, Roster.Farmers, Roster.LeftOut, At);
    internal static readonly PlantsRecorded BothPlanted = new(Pooler, N, [new(A, 500, "pa", null), new(B, 500, "pb", null)], At);
    internal static readonly WorksRecorded BothWorked = new(Pooler, N, [new(A, 6, 20, null), new(B, 5, 19, null)], At);
    internal static readonly HarvestsRecorded BothHarvested = new(Pooler, N, [new(A, 900, "ha", null), new(B, 800, "hb", null)], At);
    internal static readonly BlockCompleted Completed = new(Pooler, N, At);

    static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(250);

    protected BlockKit(ITestOutputHelper output) : base(output)
    {
        Poolers = CreateTestProbe("poolers");
        Farmers = CreateTestProbe("farmers");
        Accounts = CreateTestProbe("accounts");
        Chain.Open(N);
    }

    internal FakeChain Chain { get; } = new();

    internal FakeDueList Due { get; } = new();

    protected virtual int PlantsAtOnce => 1_000;

    protected TestProbe Poolers { get; }

    protected TestProbe Farmers { get; }

    protected TestProbe Accounts { get; }

    /// <summary>Nothing goes in batches unless a test says so.</summary>
    internal BatchPlan Plan { get; set; } = BatchPlan.None;

    protected Props Entity => Props.Create(() => new BlockActor(
        Key.ToString(), Chain, Due, Plan, Time, new BlockLimits(PlantsAtOnce), new Required<PoolerActor>(Poolers.Ref), new Required<FarmerActor>(Farmers.Ref), new Required<AccountActor>(Accounts.Ref)));

    protected IActorRef Start(params BlockEvent[] history)
    {
        if (history.Length > 0) Given($"block-{Key}", [.. history]);
        return Sys.ActorOf(Entity);
    }

    protected TestProbe Ask(IActorRef block, IBlockMessage message)
    {
        var asker = CreateTestProbe();
        block.Tell(message, asker);
        return asker;
    }

    /// <summary>Returns when everything told before is done and on disk.</summary>
    protected BlockStanding Standing(IActorRef block) => Ask(block, new GetBlock(Key)).ExpectMsg<BlockStanding>();

    /// <summary>One beat of the block's own timer, and all that follows from it.</summary>
    protected void Beat(IActorRef block)
    {
        Standing(block);
        Advance(Pulse);
        Standing(block);
    }

    /// <summary>What a port answers comes to the block from another thread: beats until it shows.</summary>
    protected void BeatUntil(IActorRef block, Func<bool> shown)
    {
        var giveUp = Stopwatch.StartNew();
        while (!shown() && giveUp.Elapsed < Patience) Beat(block);
        Assert.True(shown());
    }

    protected bool IsWritten<T>() => Journal.Written.OfType<T>().Any();

    /// <summary>A request for plants, up to the first event.</summary>
    protected (IActorRef Block, TestProbe Asker) Open()
    {
        var block = Start();
        var asker = Ask(block, new RequestPlants(Key, 2, Wait));
        Poolers.ExpectMsg<OpenBlock>();
        block.Tell(Roster, Poolers);
        return (block, asker);
    }

    /// <summary>The next commands to farmers, all of one kind, by farmer.</summary>
    protected IReadOnlyDictionary<Guid, T> Told<T>(params Guid[] farmers) where T : FarmerCommand
    {
        var told = farmers.Select(_ => Farmers.ExpectMsg<T>()).ToDictionary(c => c.FarmerId);
        Assert.Equal(farmers.Order(), told.Keys.Order());
        return told;
    }

    protected void Answer(IActorRef block, params FarmerReply[] answers)
    {
        foreach (var answer in answers) block.Tell(answer, Farmers);
        Beat(block);
        Beat(block);
    }

    internal static PlantStanding PlantedBy(Guid farmer) => new(farmer, N, StepState.Success, 500, "p", null);

    internal static HarvestStanding HarvestedBy(Guid farmer) => new(farmer, N, StepState.Success, 900, "h", null);
}
