namespace KalePool.Domain.Farmers;

/// <summary>How much of a reward is the pooler's.</summary>
public static class ShareRule
{
    /// <summary>floor(reward × rate); never of the stake.</summary>
    /// <param name="rate">0 to 1, at most four digits after the point: fixed when the block was planted.</param>
    public static long ShareOf(long rewardStroops, decimal rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rewardStroops);
        if (!StakeRule.IsPercentage(rate)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "0 to 1 with at most four digits after the point");
        return (long)decimal.Floor(rewardStroops * rate);
    }
}
