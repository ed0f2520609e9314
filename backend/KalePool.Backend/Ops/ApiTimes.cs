using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using KalePool.Backend.Api.Access;

namespace KalePool.Backend.Ops;

/// <summary>How long the API's callers wait for what they did not ask to wait for, and whether poolers get what they ask for.</summary>
public sealed class ApiTimes : IDisposable
{
    /// <summary>The plan's: an answer may take so long, beside the wait that its caller asked for by Prefer.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    /// <summary>The plan's: of a pooler's calls.</summary>
    public const int LeastSuccessPercent = 95;

    /// <summary>Of a pooler's calls: of fewer one failure would be a large part.</summary>
    public const int LeastCalls = 20;

    static readonly TimeSpan SlowWindow = TimeSpan.FromMinutes(5);
    static readonly TimeSpan CallsWindow = TimeSpan.FromHours(1);

    readonly Meter _meter;
    readonly Histogram<double> _duration;
    readonly Counter<long> _calls;
    readonly RecentTally _slow;
    readonly ConcurrentDictionary<Guid, RecentTally> _failures = [];
    readonly TimeProvider _time;

    public ApiTimes(TimeProvider time, IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        (_time, _meter) = (time, meters.Create(PoolMeter.Name));
        _duration = _meter.CreateHistogram(
            "kalepool.api.duration", "s", "Time to an answer's end beyond the wait that its caller asked for, by route", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _calls = _meter.CreateCounter<long>("kalepool.pooler.calls", description: "Poolers' calls with a right key, by pooler and outcome");
        _slow = new RecentTally(SlowWindow, time);
    }

    /// <summary>Null while none of the last answers was.</summary>
    public string? WhySlow => _slow.Sum is { Times: > 0 and var times }
        ? string.Create(CultureInfo.InvariantCulture, $"{times} answers of the last {SlowWindow.TotalMinutes} minutes have taken more than {Most.TotalSeconds} s beyond the wait that was asked for: kalepool_api_duration_seconds tells which")
        : null;

    /// <summary>Poolers whose calls fail too often, and how often.</summary>
    public IReadOnlyDictionary<string, string> Failing => _failures
        .Select(p => (Pooler: p.Key, p.Value.Sum.Times, Failed: (long)p.Value.Sum.Amount))
        .Where(p => p.Times >= LeastCalls && (p.Times - p.Failed) * 100 < p.Times * LeastSuccessPercent)
        .ToDictionary(
            p => p.Pooler.ToString("D"),
            p => string.Create(CultureInfo.InvariantCulture, $"{p.Failed} of {p.Times} calls of pooler {p.Pooler:D} within an hour have failed, more than {100 - LeastSuccessPercent} %"));

    /// <param name="beyondWait">Zero where the caller got his answer within the wait that he asked for.</param>
    public void Note(string route, TimeSpan beyondWait)
    {
        _duration.Record(beyondWait.TotalSeconds, new KeyValuePair<string, object?>("route", route));
        if (beyondWait > Most) _slow.Note(0);
    }

    public void NoteCall(Guid pooler, bool isSuccess)
    {
        _calls.Add(1, new KeyValuePair<string, object?>("pooler", pooler.ToString("D")), new KeyValuePair<string, object?>("outcome", isSuccess ? "success" : "failed"));
        _failures.GetOrAdd(pooler, _ => new RecentTally(CallsWindow, _time)).Note(isSuccess ? 0 : 1);
    }

    public void Dispose() => _meter.Dispose();
}

/// <summary>How long the caller of this request has asked to be waited for.</summary>
sealed record AskedWait(TimeSpan Time);

static class ApiTimesHosting
{
    /// <summary>Outside of what turns exceptions into answers.</summary>
    public static void UseApiTimes(this WebApplication app)
    {
        var times = app.Services.GetRequiredService<ApiTimes>();
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (context, next) =>
        {
            var began = time.GetTimestamp();
            try
            {
                await next(context);
            }
            finally
            {
                var beyond = time.GetElapsedTime(began) - (context.Features.Get<AskedWait>()?.Time ?? TimeSpan.Zero);
                times.Note((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none", beyond > TimeSpan.Zero ? beyond : TimeSpan.Zero);
                if (context.Features.Get<Caller>() is PoolerCaller pooler)
                    times.NoteCall(pooler.Standing.PoolerId, context.Response.StatusCode < StatusCodes.Status400BadRequest && !context.RequestAborted.IsCancellationRequested);
            }
        });
    }
}
