using KalePool.Actors.Ports;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Farmers;

/// <summary>Deposits, and corrections that come before what was asked for.</summary>
public sealed class FarmerBooksSpec(ITestOutputHelper output) : FarmerKit(output)
{
    static readonly RecordDeposit Deposit = new(Farmer, 700, "GSOMEBODY", "aa", 1100, "0000004724464025600-0000000001");

    static Preparation.Drifted Seen(long kale, uint ledger = 1100) => new(new BalanceSighting(ledger, kale, true));

    [Fact]
    public async Task A_deposit_is_answered_when_it_is_on_disk_and_once_only()
    {
        var write = Journal.Hold<DepositRecorded>();
        var farmer = Start(Active);
        var asker = Ask(farmer, Deposit);
        await write.Entered;
        Settled(farmer);
        Assert.False(asker.HasMessages);
        write.Release();
        Assert.Equal(700, asker.ExpectMsg<FarmerStanding>().BalanceStroops);
        Assert.Equal(700, Ask(farmer, Deposit).ExpectMsg<FarmerStanding>().BalanceStroops);
        Assert.Single(Journal.Written.OfType<DepositRecorded>());
    }

    [Fact]
    public async Task A_plant_goes_on_after_the_balance_was_corrected()
    {
        var farmer = Start(Active);
        var asker = Ask(farmer, new Plant(Farmer, Slot(N)));
        (await Acts.PreparingAsync(ActKind.Plant, N)).Answer.SetResult(Seen(700));
        await CarryOutAsync(ActKind.Plant, N, Success(stake: 350));
        Assert.Equal(350, asker.ExpectMsg<PlantStanding>().StakeStroops);
        Assert.Equal(["BalanceCorrected", "PlantSubmitted", "PlantSettled"], Journal.Written.TakeLast(3).Select(e => e.GetType().Name));
        Assert.Equal(350, Standing(farmer).BalanceStroops);
    }

    [Fact]
    public async Task A_deposit_told_meanwhile_leaves_nothing_to_correct()
    {
        var farmer = Start(Active);
        Ask(farmer, new Plant(Farmer, Slot(N)));
        var preparing = await Acts.PreparingAsync(ActKind.Plant, N);
        Ask(farmer, Deposit).ExpectMsg<FarmerStanding>();
        preparing.Answer.SetResult(Seen(700));
        await CarryOutAsync(ActKind.Plant, N, Success(stake: 350));
        AwaitAssert(() => Assert.Equal(350, Standing(farmer).BalanceStroops));
        Assert.Empty(Journal.Written.OfType<BalanceCorrected>());
    }

    [Fact]
    public async Task A_check_is_answered_when_journal_and_chain_agree()
    {
        var farmer = Start(Active);
        var asker = Ask(farmer, new CheckBalance(Farmer));
        (await Acts.PreparingAsync(ActKind.Check)).Answer.SetResult(Seen(700));
        (await Acts.PreparingAsync(ActKind.Check)).Answer.SetResult(new Preparation.AlreadyDone(Success()));
        Assert.Equal(700, asker.ExpectMsg<FarmerStanding>().BalanceStroops);
        AwaitAssert(() => Assert.DoesNotContain(Row, Due.Rows));
        AssertNothingIsUnderWay(farmer);
    }

    [Fact]
    public async Task A_deposit_brings_about_the_payout_that_it_makes_due()
    {
        var farmer = Start([.. Active, new PayoutThresholdChanged(Farmer, 500, At)]);
        AssertNothingIsUnderWay(farmer);
        Ask(farmer, Deposit).ExpectMsg<FarmerStanding>();
        await Acts.PreparingAsync(ActKind.Payout);
    }
}
