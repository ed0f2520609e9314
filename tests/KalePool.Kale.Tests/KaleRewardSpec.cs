namespace KalePool.Kale.Tests;

public class KaleRewardSpec
{
    // 25 050 000 000 · 0.95^n, each power floored in twelve digits.
    [Theory]
    [InlineData(0, 25_050_000_000)]
    [InlineData(30_557, 25_050_000_000)]
    [InlineData(30_558, 25_050_000_000)]
    [InlineData(39_197, 25_050_000_000)]
    [InlineData(39_198, 23_797_500_000)]
    [InlineData(47_838, 22_607_625_000)]
    [InlineData(56_478, 21_477_243_750)]
    [InlineData(uint.MaxValue, 0)]
    public void Decays_by_five_per_cent_a_period(uint index, long stroops) => Assert.Equal(stroops, KaleReward.OfBlock(index));

    [Fact]
    public void Adds_gap_stake_and_zeros_measured_in_the_largest_range()
    {
        var block = Block();
        // Ranges: gap 20 - 4, stake 1000 - 200, zeros 8 - 4; the largest is 800.
        Assert.Equal(400 + 300 + 600, KaleReward.Normalized(block, 12, 500, 7));
        Assert.Equal(800 + 800 + 800, KaleReward.Normalized(block, 99, 5_000, 60));
        Assert.Equal(1 + 1 + 1, KaleReward.Normalized(block, 0, 0, 0));
    }

    [Fact]
    public void Counts_an_empty_range_as_one()
    {
        var block = Block() with { MinGap = 0, MaxGap = 0, MinStake = 0, MaxStake = 0, MinZeros = 0, MaxZeros = 0 };
        Assert.Equal(3, KaleReward.Normalized(block, 9, 9, 9));
    }

    [Fact]
    public void Has_no_answer_in_a_range_that_ends_before_it_begins()
    {
        Assert.Null(KaleReward.Normalized(Block() with { MaxGap = 3 }, 1, 1, 1));
        Assert.Null(KaleReward.Normalized(Block() with { MaxStake = 199 }, 1, 1, 1));
        Assert.Null(KaleReward.Normalized(Block() with { MaxZeros = 3 }, 1, 1, 1));
    }

    [Fact]
    public void Shares_the_reward_and_the_stakes_left_behind()
    {
        var block = Block() with { StakedTotal = 50_000_000, NormalizedTotal = 5_200 };
        Assert.Equal(1_300 * (25_050_000_000 + 50_000_000) / 5_200, KaleReward.Of(7, block, new KalePail(1, 12, 500, 7)));
        Assert.Equal(3 * (Int128)25_050_000_000, KaleReward.Of(7, Block(), new KalePail(1, 0, 0, 0)));
        Assert.Throws<ArgumentException>(() => KaleReward.Of(7, block, new KalePail(1, null, 500, null)));
    }

    static KaleBlock Block() => KaleBlock.Fresh(0) with { MinGap = 4, MaxGap = 20, MinStake = 200, MaxStake = 1_000, MinZeros = 4, MaxZeros = 8 };
}
