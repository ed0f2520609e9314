namespace KalePool.Pooler.Work;

/// <summary>
/// Decides whose works are submitted now, and which of them together. The start is moved forward by the time that all of them need: few submissions
/// where a transaction holds many works, or many go side by side; many where they go one after another.
/// </summary>
/// <remarks>
/// Fee against gap. A work alone costs 13 490 stroops, among 50 or more 5 730. Beyond the block's max_gap nothing is gained by waiting, and a farmer who goes
/// alone gains nothing that he would not gain with the others. So where works go together, all go when the youngest pail has reached max_gap, whatever their
/// zeros: those that find better zeros go together once more, late, and both works are cheaper than one alone. Where each work is a transaction a second one
/// would cost 13 490 again: before the deadline only those go for whom hashing on is useless too, most zeros and most gap reached.
/// </remarks>
static class SubmissionPlan
{
    /// <summary>A part of the measured time is kept in reserve.</summary>
    const double Margin = 1.25;

    /// <summary>What a decision needs.</summary>
    /// <param name="Now">By the chain's clock.</param>
    /// <param name="Each">How long one submission takes from its building to its outcome, as measured.</param>
    /// <param name="LatestLedger">The newest closed one.</param>
    /// <param name="MaxGap">The block's: a longer one gains nothing.</param>
    /// <param name="MaxZeros">The block's: more gain nothing.</param>
    /// <param name="Expected">Farmers planted or still being planted in this block.</param>
    /// <param name="Lanes">Submissions that can be under way side by side.</param>
    /// <param name="Together">Works that one submission may hold.</param>
    public sealed record Input(
        DateTimeOffset Now, RoundTimes Times, TimeSpan Each, uint LatestLedger, uint MaxGap, uint MaxZeros, int Expected, IReadOnlyCollection<FarmerRound> Farmers,
        int Lanes = 1, int Together = 1);

    /// <summary>The farmers to submit for now in one submission; empty when it is better to wait, or when there is nobody.</summary>
    public static IReadOnlyList<FarmerRound> Next(Input input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Now >= input.Times.HardStop) return [];
        var ready = input.Farmers.Where(farmer => farmer.CanSubmit(input.LatestLedger, input.MaxZeros)).ToArray();
        var unworked = ready.Where(farmer => !farmer.IsWorked).ToArray();
        if (unworked.Length > 0) return Company(IsDue(input) || IsCommonTime(input) ? unworked : unworked.Where(farmer => IsFull(farmer, input)), input);
        return MayImprove(input, ready.Length) ? Company(ready, input) : [];
    }

    /// <summary>When to decide again though nothing has happened; null when nothing will be decided any more.</summary>
    public static DateTimeOffset? NextMoment(Input input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Now >= input.Times.HardStop) return null;
        var improvements = ImproveFrom(input, input.Farmers.Count);
        var start = StartOf(input) < improvements ? StartOf(input) : improvements;
        if (input.Now < start) return start;
        // Better zeros may be found at any time; a quarter of a ledger later is early enough for the same ledger.
        var soon = input.Now + (input.Times.Boundary - input.Times.HardStop) / 8;
        return soon < input.Times.HardStop ? soon : input.Times.HardStop;
    }

    /// <summary>Nothing that could still be found could be submitted.</summary>
    public static bool IsOver(Input input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var isWorked = input.Farmers.Count >= input.Expected && input.Farmers.All(farmer => farmer.IsWorked || farmer.IsGivenUp);
        return input.Now >= input.Times.HardStop || (isWorked && input.Now > ImproveUntil(input));
    }

    /// <summary>When submitting for everybody who is still unworked must begin.</summary>
    public static DateTimeOffset StartOf(Input input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var unworked = Math.Max(input.Expected, input.Farmers.Count) - input.Farmers.Count(farmer => farmer.IsWorked);
        var start = input.Times.HardStop - RoundsOf(unworked, input) * Margin * input.Each;
        return start < input.Times.LatestStart ? start : input.Times.LatestStart;
    }

    static bool IsDue(Input input) => input.Now >= StartOf(input);

    /// <summary>Everybody who is planted and unworked has the most gap: waiting longer gains nobody anything but zeros.</summary>
    static bool IsCommonTime(Input input) => input.Together > 1 && input.Farmers.Count >= input.Expected
        && input.Farmers.Where(farmer => !farmer.IsWorked && !farmer.IsGivenUp).All(farmer => farmer.Pail is { } pail && GapOf(pail, input) >= input.MaxGap);

    static bool IsFull(FarmerRound farmer, Input input) =>
        input.Together == 1 && farmer.Best!.Value.Zeros >= input.MaxZeros && GapOf(farmer.Pail!, input) >= input.MaxGap;

    /// <summary>Of a work that lands in the next ledger.</summary>
    static uint GapOf(Kale.KalePail pail, Input input) => input.LatestLedger + 1 > pail.Sequence ? input.LatestLedger + 1 - pail.Sequence : 0;

    /// <summary>Second works, for zeros found since the first ones, go as late as they can: each costs a fee, and better ones may still be found.</summary>
    static bool MayImprove(Input input, int count) =>
        input.Now >= ImproveFrom(input, count) && input.Now <= ImproveUntil(input);

    static DateTimeOffset ImproveFrom(Input input, int count) => input.Times.HardStop - (RoundsOf(count, input) + 1) * Margin * input.Each;

    static DateTimeOffset ImproveUntil(Input input) => input.Times.HardStop - Margin * input.Each;

    static int RoundsOf(int count, Input input)
    {
        var atOnce = (long)input.Lanes * input.Together;
        return (int)((count + atOnce - 1) / atOnce);
    }

    /// <summary>Who is least likely to find better goes first, then who has waited longest; with him as many as may stand beside him.</summary>
    static IReadOnlyList<FarmerRound> Company(IEnumerable<FarmerRound> farmers, Input input)
    {
        var ordered = farmers
            .OrderByDescending(farmer => farmer.Best!.Value.Zeros).ThenBy(farmer => farmer.Pail!.Sequence).ThenBy(farmer => farmer.Wallet, StringComparer.Ordinal).ToArray();
        if (ordered.Length == 0) return [];
        var most = MostWith(ordered[0]);
        return [.. ordered.Where(farmer => MostWith(farmer) >= most).Take(most)];

        int MostWith(FarmerRound farmer) => Math.Min(farmer.MostTogether ?? input.Together, input.Together);
    }
}
