namespace KalePool.Backend.Ops;

/// <summary>How often something happened within the time that lies just behind, to a minute, and what it amounted to.</summary>
sealed class RecentTally(TimeSpan window, TimeProvider time)
{
    readonly Lock _gate = new();
    readonly Queue<Minute> _minutes = new();
    Minute? _last;

    /// <summary>Within the window.</summary>
    public (long Times, double Amount) Sum
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return (_minutes.Sum(m => m.Times), _minutes.Sum(m => m.Amount));
            }
        }
    }

    public void Note(double amount)
    {
        lock (_gate)
        {
            Forget();
            if (_last is null || time.GetElapsedTime(_last.Began) >= TimeSpan.FromMinutes(1)) _minutes.Enqueue(_last = new Minute(time.GetTimestamp()));
            _last.Times++;
            _last.Amount += amount;
        }
    }

    void Forget()
    {
        while (_minutes.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Began) > window) _minutes.Dequeue();
        if (_minutes.Count == 0) _last = null;
    }

    sealed class Minute(long began)
    {
        public long Began => began;

        public long Times { get; set; }

        public double Amount { get; set; }
    }
}
