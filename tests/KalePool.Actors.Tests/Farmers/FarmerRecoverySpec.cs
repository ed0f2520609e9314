using KalePool.Actors.Ports;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Farmers;

public sealed class FarmerRecoverySpec(ITestOutputHelper output) : FarmerKit(output)
{
    static readonly Plant PlantN = new(Farmer, Slot(N));
    static readonly Harvest HarvestN = new(Farmer, N);

    public static TheoryData<ActKind> EveryKind => [ActKind.Trustline, ActKind.Plant, ActKind.Harvest];

    static FarmerEvent[] InTheMiddleOf(ActKind kind) => kind switch
    {
        ActKind.Trustline => [Registered, new TrustlineSubmitted(Farmer, Envelope(kind), At)],
        ActKind.Plant => [.. Active, PlantSent(N)],
        _ => [.. Active, .. WorkedIn(N), HarvestSent(N)],
    };

    static uint BlockOf(ActKind kind) => kind == ActKind.Trustline ? 0 : N;

    [Theory, MemberData(nameof(EveryKind))]
    public async Task An_open_act_is_looked_up_as_it_was_submitted_and_not_prepared_anew(ActKind kind)
    {
        var farmer = Start(InTheMiddleOf(kind));
        var settling = await Acts.SettlingAsync(kind, BlockOf(kind));
        Assert.Equal((Envelope(kind, BlockOf(kind)), true), (settling.Act.Envelope, settling.Resumed));
        AssertNothingIsUnderWay(farmer);
    }

    [Fact]
    public async Task Whoever_asks_after_a_crash_gets_the_outcome_of_the_resumed_act()
    {
        var farmer = Start([.. Active, PlantSent(N)]);
        var asker = Ask(farmer, PlantN);
        (await Acts.SettlingAsync(ActKind.Plant, N)).Answer.SetResult(Success(500));
        Assert.Equal(StepState.Success, asker.ExpectMsg<PlantStanding>().Step);
        AssertNothingIsUnderWay(farmer);
        Assert.Single(Journal.Written.OfType<PlantSubmitted>());
    }

    [Fact]
    public async Task A_resumed_plant_that_has_not_happened_is_built_again_only_when_asked_for()
    {
        var farmer = Start([.. Active, PlantSent(N)]);
        var settling = await Acts.SettlingAsync(ActKind.Plant, N);
        var asker = Ask(farmer, new Plant(Farmer, Slot(N + 1)));
        Standing(farmer);
        settling.Answer.SetResult(NotHappened);
        (await Acts.PreparingAsync(ActKind.Plant, N + 1)).Answer.SetResult(new Preparation.Refused(Lost));
        asker.ExpectMsg<PlantStanding>();
        AssertNothingIsUnderWay(farmer);
        Ask(farmer, PlantN);
        await Acts.PreparingAsync(ActKind.Plant, N);
    }

    [Fact]
    public async Task Killed_while_it_sends_it_goes_on_where_it_was()
    {
        var first = Start(Active);
        Ask(first, PlantN);
        var sending = await SubmitAsync(ActKind.Plant, N, stake: 500);
        Stop(first);
        Assert.True(sending.Cancellation.IsCancellationRequested);
        Assert.Equal([Row], Due.Rows);
        var second = Start();
        var asker = Ask(second, PlantN);
        var resumed = await Acts.SettlingAsync(ActKind.Plant, N);
        Assert.Equal((sending.Act, true), (resumed.Act, resumed.Resumed));
        resumed.Answer.SetResult(Success(500));
        Assert.Equal(StepState.Success, asker.ExpectMsg<PlantStanding>().Step);
        Assert.Equal(-500, Standing(second).BalanceStroops);
        Assert.Empty(Due.Rows);
    }

    [Fact]
    public async Task Killed_while_it_prepares_nothing_has_happened()
    {
        var first = Start(Active);
        Ask(first, PlantN);
        var preparing = await Acts.PreparingAsync(ActKind.Plant, N);
        Stop(first);
        preparing.Answer.SetResult(new Preparation.Ready(Envelope(ActKind.Plant, N), 500));
        var second = Start();
        AssertNothingIsUnderWay(second);
        Assert.Empty(Journal.Written.OfType<PlantSubmitted>());
        Ask(second, PlantN);
        await Acts.PreparingAsync(ActKind.Plant, N);
    }

    [Fact]
    public void A_farmer_without_anything_open_leaves_the_due_list()
    {
        _ = Due.AddAsync(Row, CancellationToken.None);
        AssertNothingIsUnderWay(Start(Active));
        AwaitAssert(() => Assert.Empty(Due.Rows));
    }

    [Fact]
    public void A_farmer_who_has_no_seat_yet_asks_for_it_and_stays_due()
    {
        _ = Due.AddAsync(Row, CancellationToken.None);
        var farmer = Start(Active[0], Active[1]);
        Poolers.ExpectMsg<TakeSeat>();
        Standing(farmer);
        Assert.Equal([Row], Due.Rows);
        Advance(Retry);
        Poolers.ExpectMsg<TakeSeat>();
        farmer.Tell(new SeatTaken(Pooler, Farmer, 0, "GPOOLER"), Poolers);
        Standing(farmer);
        Assert.Empty(Due.Rows);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_submission_that_cannot_be_written_is_not_sent_and_stops_the_farmer(bool rejected)
    {
        var farmer = Start(Active);
        Break<PlantSubmitted>(rejected);
        Watch(farmer);
        var asker = Ask(farmer, PlantN);
        (await Acts.PreparingAsync(ActKind.Plant, N)).Answer.SetResult(new Preparation.Ready(Envelope(ActKind.Plant, N), 500));
        ExpectTerminated(farmer);
        Assert.True(Acts.IsIdle);
        Assert.False(asker.HasMessages);
        Assert.Equal([Row], Due.Rows);
        Journal.Heal();
        var next = Start();
        Assert.Equal(0, Standing(next).BalanceStroops);
        Ask(next, PlantN);
        await Acts.PreparingAsync(ActKind.Plant, N);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_outcome_that_cannot_be_written_is_not_told_and_is_looked_up_again(bool rejected)
    {
        var farmer = Start([.. Active, .. WorkedIn(N)]);
        Break<HarvestSettled>(rejected);
        Watch(farmer);
        var asker = Ask(farmer, HarvestN);
        await CarryOutAsync(ActKind.Harvest, N, Success(500, 900));
        ExpectTerminated(farmer);
        Assert.False(asker.HasMessages);
        Assert.Equal([Row], Due.Rows);
        Journal.Heal();
        var next = Start();
        var again = Ask(next, HarvestN);
        var resumed = await Acts.SettlingAsync(ActKind.Harvest, N);
        Assert.True(resumed.Resumed);
        resumed.Answer.SetResult(Success(500, 900));
        Assert.Equal(900, again.ExpectMsg<HarvestStanding>().RewardStroops);
        Assert.Equal(900, Standing(next).BalanceStroops);
        Assert.Single(Journal.Written.OfType<HarvestSettled>());
    }

    [Fact]
    public async Task A_report_that_contradicts_the_journal_does_not_get_into_it()
    {
        var farmer = Start([.. Active, .. WorkedIn(N)]);
        Watch(farmer);
        var asker = Ask(farmer, HarvestN);
        await CarryOutAsync(ActKind.Harvest, N, Success(499, 900));
        ExpectTerminated(farmer);
        Assert.False(asker.HasMessages);
        Assert.Empty(Journal.Written.OfType<HarvestSettled>());
        Start();
        Assert.True((await Acts.SettlingAsync(ActKind.Harvest, N)).Resumed);
    }

    [Fact]
    public async Task A_port_that_throws_stops_the_farmer_and_the_act_stays_open()
    {
        var farmer = Start(Active);
        Watch(farmer);
        var asker = Ask(farmer, PlantN);
        (await SubmitAsync(ActKind.Plant, N, stake: 500)).Answer.SetException(new InvalidDataException("a meta that cannot be read"));
        ExpectTerminated(farmer);
        Assert.False(asker.HasMessages);
        Assert.Equal([Row], Due.Rows);
        Start();
        Assert.True((await Acts.SettlingAsync(ActKind.Plant, N)).Resumed);
    }

    void Break<T>(bool rejected)
    {
        if (rejected) Journal.Reject<T>();
        else Journal.Fail<T>();
    }
}
