namespace KalePool.Pooler.Work;

/// <summary>
/// Decides whose work is submitted now. Acts go one after another through one account, so the start is moved forward by the time that all of them need.
/// Before that only those go for whom hashing on is useless: most zeros and most gap reached.
/// </summary>
static class SubmissionPlan
{
    /// <summary>A part of the measured time is kept in reserve.</summary>
    const double Margin = 1.25;

    /// <summary>What a decision needs.</summary>
    /// <param name="Now">By the chain's clock.</param>
    /// <param name="Each">How long one act takes from its building to its outcome, as measured.</param>
    /// <param name="LatestLedger">The newest closed one.</param>
    /// <param name="MaxGap">The block's: a longer one gains nothing.</param>
    /// <param name="MaxZeros">The block's: more gain nothing.</param>
    /// <param name="Expected">Farmers planted or still being planted in this block.</param>
    public sealed record Input(
        DateTimeOffset Now, RoundTimes Times, TimeSpan Each, uint LatestLedger, uint MaxGap, uint MaxZeros, int Expected, IReadOnlyCollection<FarmerRound> Farmers);

    /// <summary>The farmer to submit for now; null when it is better to wait, or when there is nobody.</summary>
    public static FarmerRound? Next(Input input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Now >= input.Times.HardStop) return null;
        var ready = input.Farmers.Where(farmer => farmer.CanSubmit(input.LatestLedger, input.MaxZeros)).ToArray();
        var first = Ordered(ready.Where(farmer => !farmer.IsWorked)).FirstOrDefault(farmer => IsDue(input) || IsFull(farmer, input));
        if (first is not null || ready.Any(farmer => !farmer.IsWorked)) return first;
        return MayImprove(input, ready.Length) ? Ordered(ready).FirstOrDefault() : null;
    }

    /// <summary>When submitting for everybody who is still unworked must begin.</summary>
    public static DateTimeOffset StartOf(Input input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var unworked = Math.Max(input.Expected, input.Farmers.Count) - input.Farmers.Count(farmer => farmer.IsWorked);
        var start = input.Times.HardStop - unworked * Margin * input.Each;
        return start < input.Times.LatestStart ? start : input.Times.LatestStart;
    }

    static bool IsDue(Input input) => input.Now >= StartOf(input);

    /// <summary>The work would land in the next ledger.</summary>
    static bool IsFull(FarmerRound farmer, Input input) =>
        farmer.Best!.Value.Zeros >= input.MaxZeros && input.LatestLedger + 1 - farmer.Pail!.Sequence >= input.MaxGap;

    /// <summary>Second works, for zeros found since the first ones, go as late as they can: each costs a fee, and better ones may still be found.</summary>
    static bool MayImprove(Input input, int count) =>
        input.Now >= input.Times.HardStop - (count + 1) * Margin * input.Each && input.Now <= input.Times.HardStop - Margin * input.Each;

    /// <summary>Who is least likely to find better goes first, then who has waited longest.</summary>
    static IEnumerable<FarmerRound> Ordered(IEnumerable<FarmerRound> farmers) =>
        farmers.OrderByDescending(farmer => farmer.Best!.Value.Zeros).ThenBy(farmer => farmer.Pail!.Sequence).ThenBy(farmer => farmer.Wallet, StringComparer.Ordinal);
}
