using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

/// <summary>Deposits, and what the chain shows beyond all events.</summary>
public sealed class FarmerBooksSpec
{
    static RecordDeposit Deposit(uint ledger, int index, long amount = 700) => new(Farmer, amount, "GSOMEBODY", "aa", ledger, $"{(long)ledger << 32:D19}-{index:D10}");

    static FarmerState After(FarmerState s, FarmerCommand command) => s.Apply(Assert.IsType<FarmerDecision.Persist>(s.Decide(command, Now)).Event);

    [Fact]
    public void A_deposit_is_counted_once()
    {
        var s = After(State(Active), Deposit(1100, 1));
        Assert.Equal((700, 1100u), (s.BalanceStroops, s.HighestLedger));
        Assert.IsType<FarmerDecision.Repeat>(s.Decide(Deposit(1100, 1), Now));
        Assert.IsType<FarmerDecision.Repeat>(s.Decide(Deposit(1099, 9), Now));
        Assert.Equal(1_400, After(s, Deposit(1100, 2)).BalanceStroops);
        Assert.Equal(1_400, After(s, Deposit(1101, 0)).BalanceStroops);
        Assert.IsType<FarmerDecision.Repeat>(State(Active).Decide(Deposit(1100, 1, amount: 0), Now));
    }

    [Fact]
    public void A_deposit_counts_whatever_the_farmer_is_about()
    {
        Assert.Equal(200, After(State([.. Active, PlantSent(N), Planted(N)]), Deposit(1100, 1)).BalanceStroops);
        Assert.Equal(700, After(State([.. Active, PlantSent(N)]), Deposit(1100, 1)).BalanceStroops);
        Assert.Equal(700, After(State([.. Active, new LeavingStarted(Farmer, Now), new FarmerUnseated(Farmer, Now), new FarmerDeparted(Farmer, Now)]), Deposit(1100, 1)).BalanceStroops);
        Assert.IsType<FarmerDecision.Reject>(FarmerState.Empty.Decide(Deposit(1100, 1), Now));
    }

    [Fact]
    public void What_a_correction_has_counted_is_not_counted_again()
    {
        var s = State(Active);
        var corrected = s.Apply(FarmerBooks.Correct(s, new BalanceSighting(1100, 700, true), Now));
        Assert.Equal((700, 1100u), (corrected.BalanceStroops, corrected.CorrectedLedger));
        Assert.IsType<FarmerDecision.Repeat>(corrected.Decide(Deposit(1100, 1), Now));
        Assert.Equal(1_400, After(corrected, Deposit(1101, 1)).BalanceStroops);
    }

    [Theory]
    [InlineData(1060, 700, true, 700 - 900)]
    [InlineData(1060, 1_000, true, 100)]
    [InlineData(1060, 900, true, 0)]
    [InlineData(1059, 700, true, 0)]
    [InlineData(1060, 700, false, 0)]
    public void Journal_and_chain_are_compared_where_they_can_be(uint ledger, long kale, bool openPailsStand, long drift) =>
        Assert.Equal(drift, State([.. Active, .. WholeBlock(N)]).DriftOf(new BalanceSighting(ledger, kale, openPailsStand)));

    [Fact]
    public void Nothing_is_compared_while_an_act_is_open_or_before_there_was_a_wallet()
    {
        var seen = new BalanceSighting(2000, 700, true);
        Assert.Equal(0, State([.. Active, PlantSent(N)]).DriftOf(seen));
        Assert.Equal(0, State(Active[0]).DriftOf(seen));
        Assert.Equal(700, State(Active).DriftOf(seen));
        Assert.Throws<InvalidOperationException>(() => State([.. Active, PlantSent(N)]).Apply(new BalanceCorrected(Farmer, 700, 700, 2000, "why", Now)));
    }

    [Fact]
    public void A_correction_that_does_not_add_up_is_refused()
    {
        var s = State([.. Active, .. WholeBlock(N)]);
        var loss = Assert.IsType<BalanceCorrected>(FarmerBooks.Correct(s, new BalanceSighting(1070, 800, true), Now));
        Assert.Equal((-100, 800), (loss.AmountStroops, s.Apply(loss).BalanceStroops));
        Assert.Throws<InvalidOperationException>(() => s.Apply(loss with { BalanceStroops = 801 }));
    }

    [Fact]
    public void A_balance_is_looked_at_when_nothing_is_open()
    {
        Assert.Equal(ActKind.Check, Assert.IsType<FarmerDecision.Prepare>(State(Active).Decide(new CheckBalance(Farmer), Now)).Kind);
        Assert.IsType<FarmerDecision.Queue>(State([.. Active, PlantSent(N)]).Decide(new CheckBalance(Farmer), Now));
        Assert.IsType<FarmerDecision.Repeat>(State(Active[0]).Decide(new CheckBalance(Farmer), Now));
    }
}
