namespace KalePool.Backend.Chain;

/// <summary>How long a ledger takes here, as a moving mean of what was seen.</summary>
sealed class LedgerPace(int initialMilliseconds)
{
    const double Weight = 0.2;

    (uint Ledger, long Timestamp)? _last;
    double? _mean;

    public int Milliseconds => (int)Math.Ceiling(_mean ?? initialMilliseconds);

    public void Note(uint ledger, long timestamp, TimeProvider time)
    {
        if (_last is { } last && ledger > last.Ledger)
        {
            var each = time.GetElapsedTime(last.Timestamp, timestamp).TotalMilliseconds / (ledger - last.Ledger);
            _mean = _mean is { } mean ? mean + Weight * (each - mean) : each;
        }
        _last = (ledger, timestamp);
    }
}
