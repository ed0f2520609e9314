using KalePool.Backend.Chain;

namespace KalePool.Backend.Tests.Chain;

public sealed class FeePolicySpec
{
    [Fact]
    public void Least_to_plant_covers_plant_rescue_harvest_and_exit_at_their_caps()
    {
        Assert.Equal(501_000, FeePolicy.MostOfAct);
        Assert.Equal(3 * 81_000 + 420_000 + 500_000, FeePolicy.LeastToPlant);
        Assert.Equal(FeePolicy.LeastToPlant, FeePolicy.LeastToPlantBeside(0));
        Assert.Equal(FeePolicy.LeastToPlant + 2 * 2 * 81_000, FeePolicy.LeastToPlantBeside(2));
    }

    /// <summary>Each act needs its whole cap when it is sent, whatever the ones before it have cost.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void However_many_blocks_are_open_the_last_act_can_still_be_sent(int openBlocks)
    {
        const long dearest = 36_000 + FeePolicy.Inclusion;
        const long rent = 350_000;
        var left = FeePolicy.LeastToPlantBeside(openBlocks);
        for (var act = 0; act < 1 + 2 * (openBlocks + 1); act++)
        {
            Assert.True(left >= FeePolicy.MostOfAct, $"act {act} cannot be sent");
            left -= act == 0 ? dearest + rent : dearest;
        }
        Assert.True(left >= FeePolicy.Exit, "the exit cannot be sent");
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
