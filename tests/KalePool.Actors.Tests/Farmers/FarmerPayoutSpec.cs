using KalePool.Actors.Ports;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Farmers;

/// <summary>Payouts between blocks: by themselves, never in the way of a plant, across stops.</summary>
public sealed class FarmerPayoutSpec(ITestOutputHelper output) : FarmerKit(output)
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    static readonly TimeSpan PayoutAgain = TimeSpan.FromMinutes(1);
    static readonly FarmerEvent[] Above500 =
        [.. Active, .. WorkedIn(N), HarvestSent(N), new HarvestSettled(Farmer, N, ActResult.Success, 1_000, 500, 1060, 100, HarvestSent(N).Act.Hash, null, At), new PayoutThresholdChanged(Farmer, 500, At)];

    static readonly Payment Pays = new("GPAYOUT", 500);

    [Fact]
    public async Task Is_paid_once_a_harvest_has_come_in()
    {
        var farmer = Start([.. Active, .. WorkedIn(N), new PayoutThresholdChanged(Farmer, 500, At)]);
        AssertNothingIsUnderWay(farmer);
        Ask(farmer, new Harvest(Farmer, N));
        await CarryOutAsync(ActKind.Harvest, N, Success(stake: 500, reward: 1_000));
        await CarryOutAsync(ActKind.Payout, 0, Success(), pays: Pays);
        AwaitAssert(() => Assert.Equal(Pays.KaleStroops, Standing(farmer).LastPayout?.KaleStroops));
        Assert.Equal(["HarvestSubmitted", "HarvestSettled", "PayoutSubmitted", "PayoutSettled"], Journal.Written.TakeLast(4).Select(e => e.GetType().Name));
        AwaitAssert(() => Assert.DoesNotContain(Row, Due.Rows));
        AssertNothingIsUnderWay(farmer);
    }

    [Fact]
    public async Task A_new_threshold_is_looked_at_at_once()
    {
        var farmer = Start(Above500[..^1]);
        AssertNothingIsUnderWay(farmer);
        Assert.Equal(500, Ask(farmer, new ChangePayoutThreshold(Farmer, 500)).ExpectMsg<FarmerStanding>().PayoutThresholdStroops);
        await Acts.PreparingAsync(ActKind.Payout);
    }

    [Fact]
    public async Task A_plant_that_waits_comes_before_a_payout()
    {
        var farmer = Start([.. Above500, HarvestSent(N + 1) with { Block = N + 1 }]);
        var settling = await Acts.SettlingAsync(ActKind.Harvest, N + 1);
        var asker = Ask(farmer, new Plant(Farmer, Slot(N + 2)));
        Standing(farmer);
        settling.Answer.SetResult(NotHappened);
        await CarryOutAsync(ActKind.Plant, N + 2, Success(stake: 10));
        asker.ExpectMsg<PlantStanding>();
        await Acts.PreparingAsync(ActKind.Payout);
    }

    [Fact]
    public async Task Not_now_is_asked_again_later_and_nothing_is_written()
    {
        var farmer = Start(Above500);
        (await Acts.PreparingAsync(ActKind.Payout)).Answer.SetResult(new Preparation.NotNow());
        Settled(farmer);
        AssertNothingIsUnderWay(farmer);
        Assert.Contains(Row, Due.Rows);
        Advance(Soon);
        await Acts.PreparingAsync(ActKind.Payout);
        Assert.IsType<PayoutThresholdChanged>(Journal.Written[^1]);
    }

    [Fact]
    public async Task A_refused_one_says_why_once_and_stands_in_no_plants_way()
    {
        var farmer = Start(Above500);
        (await Acts.PreparingAsync(ActKind.Payout)).Answer.SetResult(new Preparation.Refused(Lost));
        AwaitAssert(() => Assert.Equal(Lost, Standing(farmer).PayoutFailure));
        Ask(farmer, new Plant(Farmer, Slot(N + 1)));
        await CarryOutAsync(ActKind.Plant, N + 1, Success(stake: 10));
        AwaitAssert(() => Assert.IsType<PlantSettled>(Journal.Written[^1]));
        Advance(PayoutAgain);
        (await Acts.PreparingAsync(ActKind.Payout)).Answer.SetResult(new Preparation.Refused(Lost));
        Settled(farmer);
        Assert.Single(Journal.Written.OfType<PayoutRefused>());
    }

    [Fact]
    public async Task A_payout_that_has_not_happened_is_built_anew_with_the_same_number()
    {
        Start(Above500);
        await CarryOutAsync(ActKind.Payout, 0, NotHappened, pays: Pays);
        AwaitAssert(() => Assert.Single(Journal.Written.OfType<PayoutSettled>()));
        Advance(PayoutAgain);
        await CarryOutAsync(ActKind.Payout, 0, Success(), attempt: 2, pays: Pays);
        AwaitAssert(() => Assert.Equal([1, 1], Journal.Written.OfType<PayoutSettled>().Select(p => p.Number)));
    }

    [Fact]
    public async Task Goes_on_with_a_sent_payout_after_a_restart()
    {
        Start([.. Above500, new PayoutSubmitted(Farmer, 1, Pays, Envelope(ActKind.Payout), At)]);
        var settling = await Acts.SettlingAsync(ActKind.Payout);
        Assert.True(settling.Resumed);
        Assert.Equal(Pays, settling.Act.Pays);
    }

    [Fact]
    public void The_seat_tells_the_pooler_s_share()
    {
        var farmer = Start(Registered, new FarmerActivated(Farmer, At));
        Poolers.ExpectMsg<TakeSeat>();
        farmer.Tell(new SeatTaken(Pooler, Farmer, 0.05m, "GPOOLER"), Poolers.Ref);
        Standing(farmer);
        Assert.Equal(new FarmerSeated(Farmer, Time.GetUtcNow(), 0.05m, "GPOOLER"), Journal.Written[^1]);
    }
}
