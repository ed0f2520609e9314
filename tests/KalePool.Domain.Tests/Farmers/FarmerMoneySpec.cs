using KalePool.Contracts.Errors;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

/// <summary>The pooler's share and payouts.</summary>
public sealed class FarmerMoneySpec
{
    static readonly FarmerEvent[] Sharing =
        [new FarmerRegistered(Farmer, Pooler, "GWALLET", "GPAYOUT", 0.5m, "token", Now), new FarmerActivated(Farmer, Now), new FarmerSeated(Farmer, Now, 0.05m, "GPOOLER")];

    /// <summary>1 000 came in as a reward, 50 of it are the pooler's.</summary>
    static readonly FarmerEvent[] Harvested1000 = [.. Sharing, .. BlockWith(1_000)];

    static readonly FarmerEvent[] Above500 = [.. Harvested1000, new PayoutThresholdChanged(Farmer, 500, Now)];

    static readonly Payment Pays = new("GPAYOUT", 475, "GPOOLER", 50);

    static FarmerEvent[] BlockWith(long reward, uint block = N) =>
        [PlantSent(block, 0), PlantedAt(0.05m, block), Worked(block), HarvestSent(block), HarvestedWith(reward, ShareRule.ShareOf(reward, 0.05m), block)];

    static PlantSettled PlantedAt(decimal rate, uint block = N) => new(Farmer, block, ActResult.Success, 0, 1001, 100, Envelope('a').Hash, null, Now, rate);

    static HarvestSettled HarvestedWith(long reward, long share, uint block = N) =>
        new(Farmer, block, ActResult.Success, reward, 0, 1060, 100, Envelope('b').Hash, null, Now, share);

    static PayoutSubmitted Sent(int number = 1) => new(Farmer, number, Pays, Envelope('d'), Now);

    static PayoutSettled Ended(ActResult result, Failure? failure = null, int number = 1) => new(Farmer, number, result, Pays, 1070, 200, Envelope('d').Hash, failure, Now);

    [Theory]
    [InlineData(0, "0.05", 0)]
    [InlineData(19, "0.05", 0)]
    [InlineData(20, "0.05", 1)]
    [InlineData(39, "0.05", 1)]
    [InlineData(1_000, "0", 0)]
    [InlineData(1_000, "1", 1_000)]
    [InlineData(9_999, "0.0001", 0)]
    [InlineData(10_000, "0.0001", 1)]
    [InlineData(long.MaxValue, "1", long.MaxValue)]
    public void A_share_is_rounded_down(long reward, string rate, long share) =>
        Assert.Equal(share, ShareRule.ShareOf(reward, decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_share_of_less_than_nothing_or_at_no_rate_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ShareRule.ShareOf(-1, 0.05m));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShareRule.ShareOf(1, 1.01m));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShareRule.ShareOf(1, 0.00001m));
    }

    [Fact]
    public void The_rate_of_a_block_is_the_one_of_its_plant()
    {
        var s = State([.. Sharing, PlantSent(N, 0)]);
        var planted = FarmerFacts.Settled(s, s.OpenAct!, new ActReport(ActResult.Success, 1001, 100, 0, 0, null), Now);
        Assert.Equal(0.05m, Assert.IsType<PlantSettled>(planted).RewardShare);
        Assert.Equal(0m, Assert.IsType<PlantSettled>(FarmerFacts.Settled(s, s.OpenAct!, new ActReport(ActResult.NotHappened, 0, 0, 0, 0, null), Now)).RewardShare);
        // A seat at another rate changes nothing for what is planted.
        var later = s.Apply(planted).Apply(new FarmerSeated(Farmer, Now, 0.5m, "GPOOLER")).Apply(Worked(N)).Apply(HarvestSent(N));
        Assert.Equal(50, Assert.IsType<HarvestSettled>(FarmerFacts.Settled(later, later.OpenAct!, new ActReport(ActResult.Success, 1060, 100, 0, 1_000, null), Now)).ShareStroops);
    }

    [Fact]
    public void What_is_owed_is_no_part_of_the_stake_and_no_other_share_is_believed()
    {
        var s = State(Harvested1000);
        Assert.Equal((1_000, 50, 50), (s.BalanceStroops, s.OwedShareStroops, FarmerFacts.Standing(Farmer, s).OwedShareStroops));
        Assert.Equal(475, StakeRule.StakeFor(s.BalanceStroops, s.OwedShareStroops, s.StakePercentage));
        foreach (var wrong in new[] { 49, 51, -1 })
            Assert.Throws<InvalidOperationException>(() => State([.. Sharing, PlantSent(N, 0), PlantedAt(0.05m), Worked(N), HarvestSent(N), HarvestedWith(1_000, wrong)]));
    }

    [Fact]
    public void Nobody_is_planted_for_before_the_rate_of_his_seat_is_known() =>
        Assert.IsType<FarmerDecision.Queue>(State(Sharing[..2]).Decide(new Plant(Farmer, Slot(N)), Now));

    [Theory]
    [InlineData(null, 0)]
    [InlineData(950L, 0)]
    [InlineData(949L, 475)]
    [InlineData(1L, 475)]
    public void Above_the_threshold_all_but_the_next_stake_is_paid(long? threshold, long paid)
    {
        var s = State([.. Harvested1000, new PayoutThresholdChanged(Farmer, threshold, Now)]);
        Assert.Equal(paid, s.PayableOf(s.BalanceStroops));
        Assert.Equal(paid > 0, s.NextPayout() is { Kind: ActKind.Payout });
    }

    [Fact]
    public void Is_not_paid_while_an_act_is_open_or_he_is_leaving_or_stakes_everything()
    {
        Assert.NotNull(State(Above500).NextPayout());
        Assert.Null(State([.. Above500, PlantSent(N + 1)]).NextPayout());
        Assert.Null(State([.. Above500, new LeavingStarted(Farmer, Now)]).NextPayout());
        Assert.Null(State([.. Above500, new StakeChanged(Farmer, 1, Now)]).NextPayout());
    }

    [Fact]
    public void A_payout_takes_the_share_and_the_rest_and_is_the_last_until_something_comes_in()
    {
        var paid = State([.. Above500, Sent(), Ended(ActResult.Success)]);
        Assert.Equal((475, 0, 1), (paid.BalanceStroops, paid.OwedShareStroops, paid.PayoutsMade));
        Assert.Equal(new PayoutMade(1, 475, Envelope('d').Hash, Now), FarmerFacts.Standing(Farmer, paid).LastPayout);
        var lower = paid with { PayoutThresholdStroops = 1 };
        Assert.Null(lower.NextPayout());
        Assert.NotNull(BlockWith(10, N + 1).Aggregate(lower, (s, e) => s.Apply(e)).NextPayout());
        Assert.NotNull(paid.Apply(new PayoutThresholdChanged(Farmer, 1, Now)).NextPayout());
        Assert.Throws<InvalidOperationException>(() => paid.Apply(Ended(ActResult.Success)));
    }

    [Fact]
    public void A_payout_that_was_not_made_keeps_its_number_and_moves_nothing()
    {
        var s = State([.. Above500, Sent(), Ended(ActResult.Failed, Lost)]);
        Assert.Equal((1_000, 50, 0, Lost), (s.BalanceStroops, s.OwedShareStroops, s.PayoutsMade, s.PayoutFailure));
        var again = FarmerFacts.Submitted(s, s.NextPayout()!, Envelope('d'), 0, Pays, Now);
        Assert.Equal(Sent(), again);
        Assert.Equal(2, Assert.IsType<PayoutSubmitted>(FarmerFacts.Submitted(s.Apply(again).Apply(Ended(ActResult.Success)), s.NextPayout()!, Envelope('d'), 0, Pays, Now)).Number);
    }

    [Fact]
    public void A_payout_in_doubt_is_neither_repeated_nor_followed_by_the_exit()
    {
        var s = State([.. Above500, Sent(), Ended(ActResult.Unknown, Lost)]);
        Assert.Null(s.NextPayout());
        var leaving = State([.. Above500, Sent(), Ended(ActResult.Unknown, Lost), new LeavingStarted(Farmer, Now), new FarmerUnseated(Farmer, Now)]);
        Assert.Null(leaving.NextOfLeaving());
        Assert.Equal(Lost, FarmerFacts.Standing(Farmer, leaving).LeavingFailure);
    }

    [Fact]
    public void A_payout_in_doubt_was_made_where_exactly_its_amount_is_missing_and_not_where_nothing_is()
    {
        var s = State([.. Above500, Sent(), Ended(ActResult.Unknown, Lost)]);
        var found = Assert.IsType<PayoutFound>(FarmerBooks.Correct(s, new BalanceSighting(1_080, 475, true), Now));
        var paid = s.Apply(found);
        Assert.Equal((475, 0, 1, null), (paid.BalanceStroops, paid.OwedShareStroops, paid.PayoutsMade, paid.PayoutInDoubt));
        Assert.Equal(new PayoutMade(1, 475, Envelope('d').Hash, Now), paid.LastPayout);
        Assert.Throws<InvalidOperationException>(() => paid.Apply(found));
        Assert.Throws<InvalidOperationException>(() => s.Apply(found with { Number = 2 }));

        var not = Assert.IsType<PayoutNotFound>(FarmerBooks.Correct(s, new BalanceSighting(1_080, 1_000, true), Now));
        Assert.NotNull(s.Apply(not).NextPayout());
        Assert.Throws<InvalidOperationException>(() => paid.Apply(not));
        Assert.False(s.IsTelling(new BalanceSighting(1_069, 1_000, true)));
        Assert.False(s.IsTelling(new BalanceSighting(1_080, 1_000, false)));

        var other = Assert.IsType<BalanceCorrected>(FarmerBooks.Correct(s, new BalanceSighting(1_080, 474, true), Now));
        Assert.NotNull(s.Apply(other).PayoutInDoubt);
    }

    [Fact]
    public void No_more_of_a_share_is_paid_than_is_owed() =>
        Assert.Throws<InvalidOperationException>(() => State([.. Above500, Sent(), Ended(ActResult.Success) with { Payment = Pays with { ShareStroops = 51 } }]));

    [Fact]
    public void A_refused_payout_says_why_until_it_is_made()
    {
        var s = State([.. Above500, new PayoutRefused(Farmer, Lost, Now)]);
        Assert.Equal(Lost, FarmerFacts.Standing(Farmer, s).PayoutFailure);
        Assert.NotNull(s.NextPayout());
        Assert.Null(s.Apply(Sent()).Apply(Ended(ActResult.Success)).PayoutFailure);
    }

    [Fact]
    public void A_threshold_is_set_once_and_not_while_leaving()
    {
        var s = State(Active);
        Assert.Equal(new PayoutThresholdChanged(Farmer, 500, Now), Assert.IsType<FarmerDecision.Persist>(s.Decide(new ChangePayoutThreshold(Farmer, 500), Now)).Event);
        Assert.IsType<FarmerDecision.Repeat>(s.Decide(new ChangePayoutThreshold(Farmer, null), Now));
        Assert.Equal(ErrorCode.FarmerNotActive, Assert.IsType<FarmerDecision.Reject>(State([.. Active, new LeavingStarted(Farmer, Now)]).Decide(new ChangePayoutThreshold(Farmer, 5), Now)).Failure.Code);
    }

    [Theory]
    [InlineData(950, 50, 0)]
    [InlineData(1_000, 0, 50)]
    public void An_exit_pays_the_share_or_lets_it_fall_to_the_farmer(long kale, long share, long forgone)
    {
        var pays = new Payment("GPAYOUT", kale, share > 0 ? "GPOOLER" : null, share, forgone);
        var s = State([.. Harvested1000, new LeavingStarted(Farmer, Now), new FarmerUnseated(Farmer, Now)]);
        var sent = s.Apply(FarmerFacts.Submitted(s, s.NextOfLeaving()!, Envelope('c'), 0, pays, Now));
        var left = sent.Apply(FarmerFacts.Settled(sent, sent.OpenAct!, new ActReport(ActResult.Success, 1070, 300, 0, 0, null, 77), Now));
        Assert.Equal((FarmerStatus.Departed, 0, 0), (left.Status, left.BalanceStroops, left.OwedShareStroops));
    }

    [Fact]
    public void Nobody_leaves_while_a_share_is_owed()
    {
        var s = State([.. Harvested1000, new LeavingStarted(Farmer, Now), new FarmerUnseated(Farmer, Now), new ExitSubmitted(Farmer, "GPAYOUT", 1_000, Envelope('c'), Now)]);
        Assert.Throws<InvalidOperationException>(() => s.Apply(new ExitSettled(Farmer, ActResult.Success, 1_000, 77, 1070, 300, Envelope('c').Hash, null, Now)));
    }

    [Fact]
    public void A_memo_tells_kind_farmer_and_number_and_is_the_same_again()
    {
        Assert.Equal(32, PaymentMemo.Of(PaymentMemo.Payout, Farmer, 1).Length);
        Assert.Equal(PaymentMemo.Of(PaymentMemo.Payout, Farmer, 1), PaymentMemo.Of(PaymentMemo.Payout, Farmer, 1));
        var others = new[] { PaymentMemo.Of(PaymentMemo.Exit, Farmer, 1), PaymentMemo.Of(PaymentMemo.Payout, Id(2), 1), PaymentMemo.Of(PaymentMemo.Payout, Farmer, 2) };
        Assert.DoesNotContain(PaymentMemo.Of(PaymentMemo.Payout, Farmer, 1), others);
        // printf payout + 0198a1b2c3d44e5f8a9b0c1d2e3f4051 + 0000000000000003 | sha256sum
        Assert.Equal(
            "802b334e9c3dcdc196a079ac5a23e0f641ea11050a1a18c2063b7389da62f432", Convert.ToHexStringLower(PaymentMemo.Of(PaymentMemo.Payout, new Guid("0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051"), 3).Span));
    }
}
