using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using KalePool.Contracts.Errors;

namespace KalePool.Backend.Ops;

/// <summary>
/// What poolers ask for and claim that no honest one does: it brings them nothing, and this makes it seen. One that is out of date, or whose clock is wrong, looks the
/// same for a while, so that only many an hour are an alert.
/// </summary>
public sealed class PoolerRefusals : IDisposable
{
    /// <summary>In place of an error's code: works reported as done that the chain does not show. Some are only not seen yet.</summary>
    public const string WorkNotSeen = "work_not_seen";

    /// <summary>Of one pooler in an hour.</summary>
    public const int MostAnHour = 100;

    static readonly TimeSpan Window = TimeSpan.FromHours(1);
    static readonly HashSet<string> Suspicious =
        [ErrorCode.HashInvalid, ErrorCode.NotPlanted, ErrorCode.Forbidden, ErrorCode.ValidationFailed, ErrorCode.RateLimited, WorkNotSeen];

    readonly ConcurrentDictionary<Guid, Queue<(long At, int Times)>> _recent = [];
    readonly TimeProvider _time;
    readonly Meter _meter;
    readonly Counter<long> _refusals;

    public PoolerRefusals(TimeProvider time, IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        (_time, _meter) = (time, meters.Create(PoolMeter.Name));
        _refusals = _meter.CreateCounter<long>("kalepool.pooler.refusals", description: "What poolers have asked for or claimed in vain, by pooler and code");
    }

    /// <summary>Poolers with more than is usual, and how many.</summary>
    public IReadOnlyDictionary<string, string> Frequent =>
        _recent.Select(p => (Pooler: p.Key, Times: InWindow(p.Value))).Where(p => p.Times > MostAnHour).ToDictionary(
            p => p.Pooler.ToString("D"),
            p => string.Create(CultureInfo.InvariantCulture, $"more than {MostAnHour} requests, works or claims of pooler {p.Pooler:D} were refused within an hour: kalepool_pooler_refusals_total tells which"));

    /// <param name="code">An <see cref="ErrorCode"/>, or <see cref="WorkNotSeen"/>.</param>
    public void Note(Guid pooler, string code, int times = 1)
    {
        if (times == 0) return;
        _refusals.Add(times, new KeyValuePair<string, object?>("pooler", pooler.ToString("D")), new KeyValuePair<string, object?>("error", code));
        if (!Suspicious.Contains(code)) return;
        var recent = _recent.GetOrAdd(pooler, _ => new Queue<(long, int)>());
        lock (recent) recent.Enqueue((_time.GetTimestamp(), times));
        _ = InWindow(recent);
    }

    public void Dispose() => _meter.Dispose();

    int InWindow(Queue<(long At, int Times)> recent)
    {
        lock (recent)
        {
            while (recent.TryPeek(out var oldest) && _time.GetElapsedTime(oldest.At) > Window) recent.Dequeue();
            return recent.Sum(r => r.Times);
        }
    }
}
