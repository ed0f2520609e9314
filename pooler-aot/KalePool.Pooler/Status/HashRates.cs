namespace KalePool.Pooler.Status;

/// <summary>Hashes a second over the last 10 s, 60 s and 15 minutes, from what a counter showed once a second. Not for several threads.</summary>
sealed class HashRates
{
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Middle = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(15);

    const int Most = 15 * 60 + 1;

    readonly Queue<(TimeSpan At, long Hashes)> _samples = new(Most);
    TimeSpan _last;

    /// <param name="at">Time since some moment; a look no later than the one before is left out.</param>
    /// <param name="hashes">Of the counter, which never falls.</param>
    public void Add(TimeSpan at, long hashes)
    {
        if (at <= _last && _samples.Count > 0) return;
        _last = at;
        if (_samples.Count == Most) _samples.Dequeue();
        _samples.Enqueue((at, hashes));
    }

    /// <summary>Null until there are two samples; of less time than asked for while there is not more.</summary>
    public double? Of(TimeSpan window)
    {
        if (_samples.Count < 2) return null;
        var last = _samples.Last();
        var first = _samples.First(sample => last.At - sample.At <= window);
        return last.At > first.At ? (last.Hashes - first.Hashes) / (last.At - first.At).TotalSeconds : null;
    }

    /// <summary>Hashes a second of each stretch of time, oldest first; at most 90.</summary>
    public IReadOnlyList<double> Graph()
    {
        const int points = 90;
        var all = _samples.ToArray();
        var step = Math.Max(1, (all.Length + points - 1) / points);
        var rates = new List<double>();
        for (var i = (all.Length - 1) % step; i + step < all.Length; i += step)
            rates.Add((all[i + step].Hashes - all[i].Hashes) / (all[i + step].At - all[i].At).TotalSeconds);
        return rates;
    }
}
