using Akka.Actor;
using Akka.TestKit;
using KalePool.Actors.Poolers;
using KalePool.Actors.Tests.Kit;
using KalePool.Contracts.Errors;
using KalePool.Domain.Blocks;
using KalePool.Domain.Poolers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Poolers;

public sealed class PoolerActorSpec(ITestOutputHelper output) : PoolKit(output)
{
    static readonly CreatePooler Creation = new(Pooler, "north", "GPOOLER", "key", 0.1m, 4);
    static readonly PoolerCreated Created = new(Pooler, "north", "GPOOLER", "key", 0.1m, 4, At);
    static readonly FarmerJoined Joined = new(Pooler, Farmer, Wallet(Farmer), At);

    IActorRef Start(params PoolerEvent[] history)
    {
        if (history.Length > 0) Given($"pooler-{Pooler:N}", [.. history]);
        return Sys.ActorOf(Props.Create(() => new PoolerActor(Pooler.ToString("N"), Time)));
    }

    TestProbe Ask(IActorRef pooler, IPoolerMessage message)
    {
        var asker = CreateTestProbe();
        pooler.Tell(message, asker);
        return asker;
    }

    PoolerStanding Standing(IActorRef pooler) => Ask(pooler, new GetPooler(Pooler)).ExpectMsg<PoolerStanding>();

    [Fact]
    public async Task Answers_a_creation_only_when_it_is_on_disk()
    {
        var write = Journal.Hold<PoolerCreated>();
        var pooler = Start();
        var asker = Ask(pooler, Creation);
        await write.Entered;
        Settled(pooler);
        Assert.False(asker.HasMessages);
        write.Release();
        var standing = asker.ExpectMsg<PoolerStanding>();
        Assert.Equal((true, "north", "GPOOLER", "key", 0.1m, 4, 0, Time.GetUtcNow()),
            (standing.Exists, standing.Name, standing.PublicKey, standing.ApiKeyHash, standing.RewardShare, standing.MaxFarmers, standing.CurrentFarmers, standing.CreatedAt));
    }

    [Fact]
    public void An_unknown_pooler_says_so_and_refuses_commands()
    {
        var pooler = Start();
        Assert.False(Standing(pooler).Exists);
        Assert.Equal(ErrorCode.NotFound, Ask(pooler, new OpenBlock(Pooler, N, 1)).ExpectMsg<PoolerRefused>().Failure.Code);
        Assert.Empty(Journal.Written);
    }

    [Fact]
    public void Repeats_are_answered_from_the_first_outcome()
    {
        var pooler = Start(Created);
        Assert.Equal("north", Ask(pooler, Creation with { Name = "south" }).ExpectMsg<PoolerStanding>().Name);
        Assert.Equal(new SeatTaken(Pooler, Farmer, 0.1m, "GPOOLER"), Ask(pooler, new TakeSeat(Pooler, Farmer, Wallet(Farmer))).ExpectMsg<SeatTaken>());
        Assert.Equal(new SeatTaken(Pooler, Farmer, 0.1m, "GPOOLER"), Ask(pooler, new TakeSeat(Pooler, Farmer, Wallet(Farmer))).ExpectMsg<SeatTaken>());
        var first = Ask(pooler, new OpenBlock(Pooler, N, 1)).ExpectMsg<BlockRoster>();
        Ask(pooler, new TakeSeat(Pooler, Id(2), Wallet(Id(2)))).ExpectMsg<SeatTaken>();
        var second = Ask(pooler, new OpenBlock(Pooler, N, 2)).ExpectMsg<BlockRoster>();
        Assert.Equal(new RosterEntry(Farmer, Wallet(Farmer)), Assert.Single(first.Farmers));
        Assert.Equal(first.Farmers, second.Farmers);
        Assert.Equal([typeof(PoolerCreated), typeof(FarmerJoined), typeof(PoolerBlockOpened), typeof(FarmerJoined)], Journal.Written.Select(e => e.GetType()));
    }

    [Fact]
    public void A_full_pooler_refuses_the_next_farmer()
    {
        var pooler = Start(Created with { MaxFarmers = 1 }, Joined);
        Assert.Equal(ErrorCode.PoolerFull, Ask(pooler, new TakeSeat(Pooler, Id(2), Wallet(Id(2)))).ExpectMsg<PoolerRefused>().Failure.Code);
    }

    [Fact]
    public void Open_blocks_are_listed_until_they_are_closed_and_recent_ones_after()
    {
        var pooler = Start(Created, Joined);
        Ask(pooler, new OpenBlock(Pooler, N, 1)).ExpectMsg<BlockRoster>();
        Ask(pooler, new OpenBlock(Pooler, N + 1, 1)).ExpectMsg<BlockRoster>();
        Assert.Equal([N, N + 1], Standing(pooler).OpenBlocks);
        Assert.Equal([N + 1], Ask(pooler, new CloseBlock(Pooler, N)).ExpectMsg<PoolerStanding>().OpenBlocks);
        Assert.Equal([N, N + 1], Standing(pooler).RecentBlocks);
    }

    [Fact]
    public void A_heartbeat_is_remembered_and_not_journaled()
    {
        var pooler = Start(Created);
        Assert.Null(Standing(pooler).LastSeen);
        Assert.Equal(Time.GetUtcNow(), Ask(pooler, new Beat(Pooler)).ExpectMsg<PoolerStanding>().LastSeen);
        Assert.Single(Journal.Written);
    }

    [Fact]
    public void Comes_back_as_its_journal_says()
    {
        var first = Start(Created, Joined);
        Ask(first, new OpenBlock(Pooler, N, 1)).ExpectMsg<BlockRoster>();
        Stop(first);
        var second = Start();
        var standing = Standing(second);
        Assert.Equal((true, 1), (standing.Exists, standing.CurrentFarmers));
        Assert.Equal([N], standing.OpenBlocks);
        Assert.Equal(new RosterEntry(Farmer, Wallet(Farmer)), Assert.Single(Ask(second, new OpenBlock(Pooler, N, 0)).ExpectMsg<BlockRoster>().Farmers));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_roster_that_cannot_be_written_is_not_told_and_stops_the_pooler(bool rejected)
    {
        var pooler = Start(Created, Joined);
        if (rejected) Journal.Reject<PoolerBlockOpened>();
        else Journal.Fail<PoolerBlockOpened>();
        Watch(pooler);
        var asker = Ask(pooler, new OpenBlock(Pooler, N, 1));
        ExpectTerminated(pooler);
        Assert.False(asker.HasMessages);
        Journal.Heal();
        Assert.Empty(Standing(Start()).OpenBlocks);
    }
}
