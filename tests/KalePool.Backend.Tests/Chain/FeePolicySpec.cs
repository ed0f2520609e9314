using KalePool.Backend.Chain;

namespace KalePool.Backend.Tests.Chain;

public sealed class FeePolicySpec
{
    [Fact]
    public void Least_to_plant_covers_plant_rescue_harvest_and_exit_at_their_caps()
    {
        Assert.Equal(501_000, FeePolicy.MostOfAct);
        Assert.Equal(3 * 81_000 + 420_000 + 500_000, FeePolicy.LeastToPlant);
        Assert.Equal((81_000, 2 * 33_000 + 1_000), (FeePolicy.ActOf(0), FeePolicy.ActOf(33_000)));
    }

    [Fact]
    public void Minimum_covers_reserves_and_a_day_and_still_lets_plant()
    {
        Assert.Equal(15_000_000 + 1_163_000 + 14_227_200, FeePolicy.MinimumXlm);
        Assert.True(FeePolicy.MinimumXlm - 3L * FeePolicy.BaseReserve - FeePolicy.Inclusion >= FeePolicy.LeastToPlant, "whoever was just let in cannot plant");
    }

    [Fact]
    public void Failures_tell_amounts_in_xlm()
    {
        Assert.Contains("3.0390200 XLM".Replace("00 ", " ", StringComparison.Ordinal), FundingFailures.NotFunded("G").Message, StringComparison.Ordinal);
        Assert.StartsWith("0.0000001 XLM are missing", FundingFailures.TooLittle(1).Message, StringComparison.Ordinal);
        Assert.StartsWith("2 XLM are missing", FundingFailures.TooLittle(20_000_000).Message, StringComparison.Ordinal);
    }
}
