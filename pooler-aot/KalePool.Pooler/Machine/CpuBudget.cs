namespace KalePool.Pooler.Machine;

/// <summary>A ceiling on CPU time: a bucket that is filled at the rate allowed and emptied by what was really used. Whoever finds it empty waits until it no longer is.</summary>
/// <remarks>Over any stretch of time what is used is at most the rate, the bucket's content and the pieces that each thread has in hand.</remarks>
/// <param name="rate">Seconds of CPU time a second, above 0.</param>
/// <param name="now">Time that has passed since some moment.</param>
/// <param name="used">CPU time used until now.</param>
sealed class CpuBudget(double rate, TimeSpan now, TimeSpan used)
{
    /// <summary>What is saved up while nobody hashes, in time: enough to smooth the pieces of several threads, too little to be seen as a burst.</summary>
    static readonly TimeSpan MostSaved = TimeSpan.FromMilliseconds(50);

    readonly Lock _lock = new();
    TimeSpan _now = now;
    TimeSpan _used = used;
    TimeSpan _saved;

    /// <summary>How long to wait before using more; zero: none.</summary>
    public TimeSpan Wait(TimeSpan now, TimeSpan used)
    {
        lock (_lock)
        {
            var earned = rate * (now - _now);
            _saved = Shorter(_saved + earned, rate * MostSaved) - (used - _used);
            (_now, _used) = (now, used);
            return _saved < TimeSpan.Zero ? -_saved / rate : TimeSpan.Zero;
        }
    }

    static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
