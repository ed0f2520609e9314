using System.Diagnostics.Metrics;
using System.Globalization;

namespace KalePool.Backend.Ops;

/// <summary>How long the read model's queries take: what the API's lists, statements and alerts are read by.</summary>
public sealed class QueryTimes : IDisposable
{
    /// <summary>The plan's: 100 ms on average.</summary>
    public static readonly TimeSpan MostOnAverage = TimeSpan.FromMilliseconds(100);

    /// <summary>Fewer say little.</summary>
    const int Least = 20;

    static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    readonly Meter _meter;
    readonly Histogram<double> _duration;
    readonly RecentTally _recent;

    public QueryTimes(TimeProvider time, IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(PoolMeter.Name);
        _duration = _meter.CreateHistogram(
            "kalepool.database.query.duration", "s", "Queries of the read model", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] });
        _recent = new RecentTally(Window, time);
    }

    /// <summary>Null while they are fast.</summary>
    public string? WhySlow
    {
        get
        {
            var (times, ticks) = _recent.Sum;
            return times >= Least && ticks / times > MostOnAverage.Ticks
                ? string.Create(CultureInfo.InvariantCulture, $"the last {times} queries have taken {ticks / times / TimeSpan.TicksPerMillisecond:0} ms on average, more than {MostOnAverage.TotalMilliseconds:0} ms")
                : null;
        }
    }

    public void Note(TimeSpan taken)
    {
        _duration.Record(taken.TotalSeconds);
        _recent.Note(taken.Ticks);
    }

    public void Dispose() => _meter.Dispose();
}
