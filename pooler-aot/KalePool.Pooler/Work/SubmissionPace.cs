namespace KalePool.Pooler.Work;

/// <summary>How long an act takes, from its building to its outcome, by the last ones measured.</summary>
/// <param name="Last">Newest last, at most <see cref="Kept"/>.</param>
sealed record SubmissionPace(IReadOnlyList<TimeSpan> Last)
{
    public const int Kept = 8;

    /// <summary>Ledgers to assume before anything was measured: one to be included in, one to be seen.</summary>
    const double AssumedLedgers = 2;

    public static readonly SubmissionPace Unknown = new([]);

    public SubmissionPace With(TimeSpan measured) => new([.. Last.TakeLast(Kept - 1), measured]);

    /// <summary>The third quarter of the last ones, so that one slow act does not stop everything; never below one ledger.</summary>
    public TimeSpan Each(TimeSpan ledgerTime)
    {
        if (Last.Count == 0) return AssumedLedgers * ledgerTime;
        var quarter = Last.Order().ElementAt((Last.Count * 3 - 1) / 4);
        return quarter > ledgerTime ? quarter : ledgerTime;
    }
}
