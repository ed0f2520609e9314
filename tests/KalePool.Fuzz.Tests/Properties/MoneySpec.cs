using CsCheck;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Fuzz.Tests.Properties;

/// <summary>No stroop is lost or made by dividing, whatever the amounts and the rate. A failure names the seed that it is found again by.</summary>
public sealed class MoneySpec
{
    const int RateSteps = 10_000;

    /// <summary>Every rate that there can be.</summary>
    static readonly Gen<decimal> Rates = Gen.Int[0, RateSteps].Select(steps => steps / (decimal)RateSteps);

    /// <summary>Small ones too: most mistakes are made there.</summary>
    static readonly Gen<long> Amounts = Gen.OneOf(Gen.Long[0, 10], Gen.Long[0, 100_000_000], Gen.Long[0, long.MaxValue], Gen.Long[long.MaxValue - 3, long.MaxValue]);

    static readonly Gen<Int128> AnyInt128 = Gen.Select(Gen.Long, Gen.ULong, (high, low) => new Int128((ulong)high, low));

    [Fact]
    public void What_is_staked_and_what_is_kept_are_what_is_free() => Gen.Select(Amounts, Amounts, Rates).Sample((balance, owed, rate) =>
    {
        var stake = StakeRule.StakeFor(balance, owed, rate);
        var free = Math.Max(0, balance - owed);
        Assert.InRange(stake, 0, free);
        // Exactly the part, less than one stroop below it.
        Assert.True((Int128)stake * RateSteps <= free * (Int128)(rate * RateSteps) && free * (Int128)(rate * RateSteps) < ((Int128)stake + 1) * RateSteps);
        if (rate == 1) Assert.Equal(free, stake);
    });

    [Fact]
    public void A_share_and_the_rest_are_the_reward_and_many_small_rewards_owe_no_more_than_one_large() => Gen.Select(Amounts, Amounts, Rates).Sample((one, other, rate) =>
    {
        var (share, shareOfOther) = (ShareRule.ShareOf(one, rate), ShareRule.ShareOf(other, rate));
        Assert.InRange(share, 0, one);
        if (one > long.MaxValue - other) return;
        Assert.InRange(ShareRule.ShareOf(one + other, rate) - share - shareOfOther, 0, 1);
    });

    [Fact]
    public void A_payout_leaves_what_is_owed_and_the_next_stake() => Gen.Select(Amounts, Amounts, Amounts, Rates).Sample((balance, owed, threshold, rate) =>
    {
        var farmer = FarmerState.Empty with { OwedShareStroops = owed, PayoutThresholdStroops = threshold, StakePercentage = rate };
        var paid = farmer.PayableOf(balance);
        if (paid == 0) return;
        Assert.True(balance - owed > threshold);
        Assert.Equal(balance, checked(paid + owed + StakeRule.StakeFor(balance, owed, rate)));
    });

    [Fact]
    public void An_amount_of_the_chain_is_taken_as_it_is_or_not_at_all() => AnyInt128.Sample(amount =>
    {
        Assert.Equal(amount, ((SCVal.I128)XdrCodec.Decode<SCVal>(SCVals.I128(amount).ToXdr())).Value.ToInt128());
        if (amount >= 0 && amount <= long.MaxValue) Assert.Equal(amount, AssetAmounts.Stroops(amount));
        else Assert.Throws<KaleFormatException>(() => AssetAmounts.Stroops(amount));
    });
}
