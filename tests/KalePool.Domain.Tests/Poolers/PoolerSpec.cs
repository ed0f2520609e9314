using System.Diagnostics;
using KalePool.Contracts.Errors;
using KalePool.Domain.Blocks;
using KalePool.Domain.Poolers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Poolers;

public sealed class PoolerSpec
{
    static readonly CreatePooler Creation = new(Pooler, "north", "GPOOLER", "key", 0.1m, 4);
    static readonly PoolerCreated Created = new(Pooler, "north", "GPOOLER", "key", 0.1m, 4, Now);

    static PoolerState State(params PoolerEvent[] events) => events.Aggregate(PoolerState.Empty, (s, e) => s.Apply(e));

    static PoolerEvent Joined(int farmer) => new FarmerJoined(Pooler, Id(farmer), $"G{farmer}", Now);

    static PoolerEvent[] WithSeats(int count) => [Created, .. Enumerable.Range(1, count).Select(Joined)];

    /// <summary>Opens the block as the decision says and goes on from there.</summary>
    static (PoolerState State, PoolerBlockOpened Opened) Open(PoolerState s, uint index, int capacity)
    {
        var decision = Assert.IsType<PoolerDecision.Persist>(s.Decide(new OpenBlock(Pooler, index, capacity), Now));
        return (s.Apply(decision.Event), Assert.IsType<PoolerBlockOpened>(decision.Event));
    }

    static void Rejects(string code, PoolerDecision decision) => Assert.Equal(code, Assert.IsType<PoolerDecision.Reject>(decision).Failure.Code);

    static Guid[] Ids(params int[] numbers) => [.. numbers.Select(Id)];

    [Fact]
    public void Is_created_with_every_field() => Assert.Equal(Created, Assert.IsType<PoolerDecision.Persist>(PoolerState.Empty.Decide(Creation, Now)).Event);

    [Fact]
    public void Is_created_once() => Assert.IsType<PoolerDecision.Repeat>(State(Created).Decide(Creation with { Name = "south" }, Now));

    public static TheoryData<PoolerCommand> EveryCommandButCreation =>
        [new RotateKey(Pooler, "new"), new SetActive(Pooler, false), new TakeSeat(Pooler, Farmer, "G"), new OpenBlock(Pooler, N, 1), new CloseBlock(Pooler, N)];

    [Theory, MemberData(nameof(EveryCommandButCreation))]
    public void Rejects_everything_but_its_creation_while_unknown(PoolerCommand command) => Rejects(ErrorCode.NotFound, PoolerState.Empty.Decide(command, Now));

    [Fact]
    public void A_rotated_key_takes_the_place_of_the_one_before()
    {
        var s = State(Created);
        Assert.Equal("key", s.ApiKeyHash);
        var rotated = Assert.IsType<PoolerDecision.Persist>(s.Decide(new RotateKey(Pooler, "new"), Now)).Event;
        Assert.Equal(new PoolerKeyRotated(Pooler, "new", Now), rotated);
        Assert.Equal("new", s.Apply(rotated).ApiKeyHash);
        Assert.IsType<PoolerDecision.Repeat>(s.Apply(rotated).Decide(new RotateKey(Pooler, "new"), Now));
    }

    [Fact]
    public void A_deactivated_pooler_begins_nothing_new_and_keeps_what_is_open()
    {
        var (s, opened) = Open(State(WithSeats(2)), N, 2);
        var off = Assert.IsType<PoolerDecision.Persist>(s.Decide(new SetActive(Pooler, false), Now)).Event;
        Assert.Equal(new PoolerDeactivated(Pooler, Now), off);
        s = s.Apply(off);
        Rejects(ErrorCode.Forbidden, s.Decide(new OpenBlock(Pooler, N + 1, 2), Now));
        Rejects(ErrorCode.Forbidden, s.Decide(new TakeSeat(Pooler, Id(3), "G3"), Now));
        Assert.IsType<PoolerDecision.Repeat>(s.Decide(new SetActive(Pooler, false), Now));
        Assert.IsType<PoolerDecision.Repeat>(s.Decide(new OpenBlock(Pooler, opened.Index, 2), Now));
        Assert.IsType<PoolerDecision.Repeat>(s.Decide(new TakeSeat(Pooler, Id(2), "G2"), Now));
        Assert.IsType<PoolerDecision.Persist>(s.Decide(new CloseBlock(Pooler, N), Now));
        var on = Assert.IsType<PoolerDecision.Persist>(s.Decide(new SetActive(Pooler, true), Now)).Event;
        Assert.Equal(new PoolerReactivated(Pooler, Now), on);
        Open(s.Apply(on), N + 1, 2);
    }

    [Fact]
    public void Seats_a_farmer_once()
    {
        var s = State(Created);
        var seat = Assert.IsType<PoolerDecision.Persist>(s.Decide(new TakeSeat(Pooler, Farmer, "GWALLET"), Now));
        Assert.Equal(new FarmerJoined(Pooler, Farmer, "GWALLET", Now), seat.Event);
        Assert.IsType<PoolerDecision.Repeat>(s.Apply(seat.Event).Decide(new TakeSeat(Pooler, Farmer, "GWALLET"), Now));
    }

    [Fact]
    public void A_farmer_who_left_makes_room_and_is_in_no_new_roster_but_stays_in_open_ones()
    {
        var (s, opened) = Open(State(WithSeats(4)), N, 3);
        Assert.Equal(Ids(4), opened.LeftOut);
        var left = Assert.IsType<PoolerDecision.Persist>(s.Decide(new LeaveSeat(Pooler, Id(1)), Now)).Event;
        Assert.Equal(new FarmerLeft(Pooler, Id(1), Now), left);
        s = s.Apply(left);
        Assert.Equal(Ids(1, 2, 3), s.RosterOf(opened).Farmers.Select(f => f.FarmerId));
        Assert.IsType<PoolerDecision.Repeat>(s.Decide(new LeaveSeat(Pooler, Id(1)), Now));
        Assert.Equal(Ids(4, 2, 3), Open(s, N + 1, 4).Opened.FarmerIds);
        Assert.IsType<PoolerDecision.Persist>(s.Decide(new TakeSeat(Pooler, Id(5), "G5"), Now));
    }

    [Fact]
    public void Rejects_a_farmer_when_every_seat_is_taken_but_not_one_who_has_a_seat()
    {
        var full = State(WithSeats(4));
        Rejects(ErrorCode.PoolerFull, full.Decide(new TakeSeat(Pooler, Id(5), "G5"), Now));
        Assert.IsType<PoolerDecision.Repeat>(full.Decide(new TakeSeat(Pooler, Id(4), "G4"), Now));
    }

    [Fact]
    public void Opens_a_block_for_as_many_as_the_capacity_holds()
    {
        var (_, opened) = Open(State(WithSeats(4)), N, 3);
        Assert.Equal(Ids(1, 2, 3), opened.FarmerIds);
        Assert.Equal(Ids(4), opened.LeftOut);
        Assert.Equal((Pooler, N, Now), (opened.PoolerId, opened.Index, opened.At));
    }

    [Fact]
    public void Whoever_was_left_out_comes_first_in_the_next_block()
    {
        var (first, _) = Open(State(WithSeats(4)), N, 3);
        var (second, opened) = Open(first, N + 1, 3);
        Assert.Equal(Ids(4, 1, 2), opened.FarmerIds);
        Assert.Equal(Ids(3), opened.LeftOut);
        var (_, third) = Open(second, N + 2, 2);
        Assert.Equal(Ids(3, 4), third.FarmerIds);
        Assert.Equal(Ids(1, 2), third.LeftOut);
    }

    [Fact]
    public void Nobody_is_left_out_for_ever()
    {
        var s = State(WithSeats(4));
        var planted = Enumerable.Range(1, 4).ToDictionary(Id, _ => 0);
        for (var block = N; block < N + 8; block++)
        {
            (s, var opened) = Open(s, block, 1);
            planted[opened.FarmerIds.Single()]++;
        }
        Assert.All(planted.Values, times => Assert.Equal(2, times));
    }

    [Theory]
    [InlineData(int.MaxValue, 4)]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(int.MinValue, 0)]
    public void A_capacity_beyond_the_seats_takes_all_and_one_below_nothing_takes_none(int capacity, int planted)
    {
        var (_, opened) = Open(State(WithSeats(4)), N, capacity);
        Assert.Equal((planted, 4 - planted), (opened.FarmerIds.Count, opened.LeftOut.Count));
    }

    [Fact]
    public void The_first_roster_of_a_block_stands()
    {
        var (s, opened) = Open(State(WithSeats(2)), N, 1);
        var joined = s.Apply(Joined(3));
        Assert.IsType<PoolerDecision.Repeat>(joined.Decide(new OpenBlock(Pooler, N, 3), Now));
        var roster = joined.RosterOf(joined.Blocks[N]);
        Assert.Equal(new RosterEntry(Id(1), "G1"), Assert.Single(roster.Farmers));
        Assert.Equal(opened.LeftOut, roster.LeftOut);
    }

    [Fact]
    public void Rejects_a_block_older_than_all_that_it_remembers()
    {
        var (s, _) = Open(State(WithSeats(1)), N, 1);
        Rejects(ErrorCode.BlockClosed, s.Decide(new OpenBlock(Pooler, N - 1, 1), Now));
    }

    [Fact]
    public void Closes_an_open_block_once()
    {
        var (s, _) = Open(State(WithSeats(1)), N, 1);
        Assert.Contains(N, s.OpenBlocks);
        var closing = Assert.IsType<PoolerDecision.Persist>(s.Decide(new CloseBlock(Pooler, N), Now));
        Assert.Equal(new PoolerBlockClosed(Pooler, N, Now), closing.Event);
        var closed = s.Apply(closing.Event);
        Assert.DoesNotContain(N, closed.OpenBlocks);
        Assert.IsType<PoolerDecision.Repeat>(closed.Decide(new CloseBlock(Pooler, N), Now));
    }

    [Fact]
    public void Closed_blocks_are_forgotten_from_the_oldest_on_and_open_ones_never()
    {
        var s = State(WithSeats(1));
        (s, _) = Open(s, 1, 1);
        for (uint block = 2; block <= PoolerState.BlocksKept + 2; block++) s = Open(s, block, 1).State.Apply(new PoolerBlockClosed(Pooler, block, Now));
        Assert.Equal(PoolerState.BlocksKept + 2, s.Blocks.Count);
        s = Open(s.Apply(new PoolerBlockClosed(Pooler, 1, Now)), PoolerState.BlocksKept + 3, 1).State;
        Assert.Equal(PoolerState.BlocksKept, s.Blocks.Count);
        Assert.Equal(4u, s.Blocks.Keys.First());
    }

    [Fact]
    public void Throws_on_commands_and_events_of_an_unknown_kind()
    {
        Assert.Throws<UnreachableException>(() => State(Created).Decide(new UnheardCommand(), Now));
        Assert.Throws<UnreachableException>(() => State(new UnheardEvent()));
    }

    sealed record UnheardCommand() : PoolerCommand(Pooler);

    sealed record UnheardEvent() : PoolerEvent(Pooler, Now);
}
