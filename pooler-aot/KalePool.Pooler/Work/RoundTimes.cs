namespace KalePool.Pooler.Work;

/// <summary>The moments of one block, by the chain's clock.</summary>
/// <param name="Boundary">From here on a plant opens the next block.</param>
/// <param name="LatestStart">Submitting begins at the latest here, however few there are to submit.</param>
/// <param name="HardStop">No act is sent after it.</param>
sealed record RoundTimes(DateTimeOffset Boundary, DateTimeOffset LatestStart, DateTimeOffset HardStop)
{
    /// <param name="ledgersBeforeBoundary">Between the hard stop and the boundary.</param>
    public static RoundTimes Of(DateTimeOffset opened, TimeSpan interval, TimeSpan workDelay, TimeSpan ledgerTime, int ledgersBeforeBoundary = 2)
    {
        var boundary = opened + interval;
        var hardStop = boundary - ledgersBeforeBoundary * ledgerTime;
        var start = opened + workDelay;
        return new(boundary, start < hardStop ? start : hardStop, hardStop);
    }
}
