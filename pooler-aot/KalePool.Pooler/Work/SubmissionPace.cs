namespace KalePool.Pooler.Work;

/// <summary>How long an act takes, from its building to its outcome, by the last ones measured.</summary>
/// <param name="Last">Newest last, at most <see cref="Kept"/>.</param>
sealed record SubmissionPace(IReadOnlyList<TimeSpan> Last)
{
    public const int Kept = 20;

    /// <summary>Ledgers to assume before anything was measured: one to be included in, one to be seen.</summary>
    const double AssumedLedgers = 2;

    public static readonly SubmissionPace Unknown = new([]);

    public SubmissionPace With(TimeSpan measured) => new([.. Last.TakeLast(Kept - 1), measured]);

    /// <summary>The 90th percentile of the last ones, where there are four or more without the slowest, so that one slow act does not stop everything; never below
    /// one ledger. Two more ledgers are kept free before the boundary.</summary>
    public TimeSpan Each(TimeSpan ledgerTime)
    {
        if (Last.Count == 0) return AssumedLedgers * ledgerTime;
        var rank = (Last.Count * 9 + 9) / 10 - 1;
        var high = Last.Order().ElementAt(Last.Count >= 4 ? Math.Min(rank, Last.Count - 2) : rank);
        return high > ledgerTime ? high : ledgerTime;
    }
}
