namespace KalePool.Domain.Farmers;

/// <summary>How much of a balance is staked.</summary>
public static class StakeRule
{
    /// <summary>floor((balance − owed) × percentage); 0 for a farmer without KALE: that is how the first KALE is earned.</summary>
    /// <param name="percentage">0 to 1, at most four digits after the point.</param>
    public static long StakeFor(long balanceStroops, long owedStroops, decimal percentage)
    {
        if (!IsPercentage(percentage)) throw new ArgumentOutOfRangeException(nameof(percentage), percentage, "0 to 1 with at most four digits after the point");
        var free = checked(balanceStroops - owedStroops);
        return free <= 0 ? 0 : (long)decimal.Floor(free * percentage);
    }

    public static bool IsPercentage(decimal percentage) => percentage is >= 0 and <= 1 && decimal.Round(percentage, 4) == percentage;
}
