using Akka.Actor;
using KalePool.Actors.Ports;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Farmers;

/// <summary>A payout wallet that waits for its time, across stops and beside acts under way.</summary>
public sealed class FarmerPayoutWalletSpec(ITestOutputHelper output) : FarmerKit(output)
{
    static readonly TimeSpan ALittle = TimeSpan.FromSeconds(1);

    FarmerEvent[] Waiting => [.. Active, new PayoutChangeRequested(Farmer, "GNEXT", Time.GetUtcNow() + PayoutChange.WaitingTime, At)];

    WalletProof Proof => new("GPAYOUT", 0, Time.GetUtcNow().AddMinutes(10));

    [Fact]
    public void The_row_stands_before_the_wish_and_until_the_change()
    {
        var farmer = Start(Active);
        var asked = Ask(farmer, new ChangePayoutWallet(Farmer, "GNEXT", null)).ExpectMsg<FarmerStanding>();
        Assert.Equal(("GPAYOUT", "GNEXT"), (asked.PayoutWallet, asked.PayoutChange!.PayoutWallet));
        Assert.Contains(Row, Due.Rows);
        farmer.Tell(new WakeFarmer(Farmer));
        Assert.Equal("GPAYOUT", Standing(farmer).PayoutWallet);
        Assert.Contains(Row, Due.Rows);
        Advance(PayoutChange.WaitingTime);
        farmer.Tell(new WakeFarmer(Farmer));
        Assert.Equal(("GNEXT", null), (Standing(farmer).PayoutWallet, Standing(farmer).PayoutChange));
        Assert.IsType<PayoutWalletChanged>(Journal.Written[^1]);
    }

    [Fact]
    public void A_change_that_fell_due_while_nobody_was_awake_is_made_first()
    {
        var farmer = Start(Waiting);
        Assert.NotNull(Standing(farmer).PayoutChange);
        Stop(farmer);
        Advance(PayoutChange.WaitingTime + ALittle);
        Assert.Equal("GNEXT", Standing(Start()).PayoutWallet);
        Assert.Single(Journal.Written.OfType<PayoutWalletChanged>());
    }

    [Fact]
    public void What_a_signature_cancelled_never_comes()
    {
        var farmer = Start(Waiting);
        Assert.Null(Ask(farmer, new CancelPayoutChange(Farmer, Proof)).ExpectMsg<FarmerStanding>().PayoutChange);
        AwaitAssert(() => Assert.DoesNotContain(Row, Due.Rows));
        Advance(PayoutChange.WaitingTime + ALittle);
        farmer.Tell(new WakeFarmer(Farmer));
        Assert.Equal("GPAYOUT", Standing(farmer).PayoutWallet);
    }

    [Fact]
    public void A_proof_is_taken_once()
    {
        var farmer = Start(Active);
        Ask(farmer, new RenewToken(Farmer, "second", Proof)).ExpectMsg<FarmerStanding>();
        Ask(farmer, new RenewToken(Farmer, "third", Proof)).ExpectMsg<FarmerRefused>();
        Assert.Equal("second", Standing(farmer).TokenHash);
    }

    [Fact]
    public async Task An_exit_that_was_prepared_for_another_wallet_is_built_anew()
    {
        var farmer = Start([.. Active, new LeavingStarted(Farmer, At), new FarmerUnseated(Farmer, At)]);
        var before = await Acts.PreparingAsync(ActKind.Exit);
        Ask(farmer, new ChangePayoutWallet(Farmer, "GNEXT", Proof)).ExpectMsg<FarmerStanding>();
        before.Answer.SetResult(new Preparation.Ready(Envelope(ActKind.Exit), 0, new Payment("GPAYOUT", 900)));
        var after = await Acts.PreparingAsync(ActKind.Exit);
        Assert.Empty(Journal.Written.OfType<ExitSubmitted>());
        after.Answer.SetResult(new Preparation.Ready(Envelope(ActKind.Exit, attempt: 2), 0, new Payment("GNEXT", 900)));
        (await Acts.SettlingAsync(ActKind.Exit)).Answer.SetResult(Success());
        AwaitAssert(() => Assert.Equal(FarmerStatus.Departed, Standing(farmer).Status));
        Assert.Equal("GNEXT", Journal.Written.OfType<ExitSubmitted>().Single().PayoutWallet);
    }
}
