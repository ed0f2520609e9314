using KalePool.Contracts.Errors;

namespace KalePool.Domain.Farmers;

/// <summary>Who owes a farmer how much for a block.</summary>
public static class CompensationRule
{
    /// <summary>Harvested blocks that his mean reward is taken of; a rescued one is none of them.</summary>
    public const int RewardsCounted = 12;

    /// <summary>How long an exit waits for what is owed to him; then the debt stays open, to the payout wallet.</summary>
    public static readonly TimeSpan ExitWaits = TimeSpan.FromHours(24);

    /// <summary>
    /// Null while the block's outcome is open, and where nobody owes for it: what farmer or network failed, what the operator paused, and a pail that was lost
    /// after it had been worked, for it would have been lost with any work. A rescue is the pooler's failure where no work of its own has landed, unless it was
    /// told of the pail too late, and the backend's where it had taken a work from the pooler.
    /// </summary>
    public static string? OwedBy(FarmerBlock block) => block switch
    {
        { Plant: StepState.Failed } => block.PlantFailure?.AttributedTo == Attribution.Backend ? Attribution.Backend : null,
        { Work: StepState.Failed } => block.WorkFailure?.AttributedTo is Attribution.Pooler or Attribution.Backend ? block.WorkFailure.AttributedTo : null,
        { Harvest: StepState.Failed } => block.HarvestFailure is { Code: ErrorCode.NotWorked, AttributedTo: Attribution.Pooler } ? Attribution.Pooler : null,
        { Harvest: StepState.Success, WorkSource: WorkSource.Rescue, IsWorkOwed: true } => Attribution.Backend,
        { Harvest: StepState.Success, WorkSource: WorkSource.Rescue, PoolerIsFree: false } => Attribution.Pooler,
        _ => null,
    };

    /// <summary>max(0, stake lost + mean reward − reward that he got).</summary>
    public static long AmountOf(FarmerBlock block, long meanStroops)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentOutOfRangeException.ThrowIfNegative(meanStroops);
        return Math.Max(0, checked(StakeLost(block) + meanStroops - block.RewardStroops));
    }

    /// <summary>In words, for whoever has to pay.</summary>
    /// <param name="ownMean">Whether the mean is of his own blocks.</param>
    public static string ReasonOf(FarmerBlock block, long meanStroops, bool ownMean)
    {
        ArgumentNullException.ThrowIfNull(block);
        var what = block switch
        {
            { Plant: StepState.Failed } => $"not planted: {block.PlantFailure?.Code}",
            { Harvest: StepState.Success, IsWorkOwed: true } => "the pooler's work was not submitted by the backend, the stake was rescued",
            { Harvest: StepState.Success } => "not worked by the pooler, the stake was rescued",
            { WorkFailure.AttributedTo: Attribution.Backend } => "the pooler's work was not submitted by the backend, the stake is lost",
            _ => "never worked, the stake is lost",
        };
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{what}; stake lost {StakeLost(block)} + mean reward {meanStroops} of {(ownMean ? "his last blocks" : "the block's others")} - reward {block.RewardStroops}");
    }

    /// <summary>floor(sum / count); null of nothing.</summary>
    public static long? MeanOf(IEnumerable<long> rewards)
    {
        ArgumentNullException.ThrowIfNull(rewards);
        var (sum, count) = rewards.Aggregate((Sum: (Int128)0, Count: 0), (all, reward) => (all.Sum + reward, all.Count + 1));
        return count == 0 ? null : (long)(sum / count);
    }

    static long StakeLost(FarmerBlock block) => block is { Plant: StepState.Success, Harvest: not StepState.Success } ? block.StakeStroops : 0;
}
