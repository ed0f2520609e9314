using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using KalePool.Contracts.Poolers;

namespace KalePool.Backend.Ops;

/// <summary>What poolers say of their machines with each heartbeat, as far as this node hears it.</summary>
public sealed class PoolerLoads : IDisposable
{
    /// <summary>The plan's: of memory, and of the CPU time that others take, which hashing cannot have.</summary>
    public const int MostPercent = 90;

    /// <summary>Four beats: whoever was not heard of for so long beats elsewhere, or not at all.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);

    /// <summary>A peak is no trouble.</summary>
    static readonly TimeSpan Lasting = TimeSpan.FromSeconds(60);

    readonly ConcurrentDictionary<Guid, Heard> _heard = [];
    readonly TimeProvider _time;
    readonly Meter _meter;

    public PoolerLoads(TimeProvider time, IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        (_time, _meter) = (time, meters.Create(PoolMeter.Name));
        Gauge("kalepool.heartbeat.hash_rate", b => b.HashRate, "Hashes a second, as poolers say");
        Gauge("kalepool.heartbeat.cpu_percent", b => b.CpuPercent, "Of all processors: what poolers and their workers take");
        Gauge("kalepool.heartbeat.others_cpu_percent", b => b.OthersCpuPercent, "Of all processors of poolers' machines: what others take");
        Gauge("kalepool.heartbeat.memory_percent", b => b.MemoryPercent, "Of the memory of poolers' machines, or of what they may take of it");
    }

    /// <summary>Poolers whose machine has been full for a while.</summary>
    public IReadOnlyDictionary<string, string> Overloaded => Present
        .Where(h => h.Value.FullSince is { } since && _time.GetElapsedTime(since) >= Lasting)
        .ToDictionary(
            h => h.Key.ToString("D"),
            h => string.Create(CultureInfo.InvariantCulture, $"the machine of pooler {h.Key:D} is full: others take {Bounded(h.Value.Beat.OthersCpuPercent):0} % of its CPU, memory is at {Bounded(h.Value.Beat.MemoryPercent):0} %; he takes on fewer farmers"));

    IEnumerable<KeyValuePair<Guid, Heard>> Present => _heard.Where(h => _time.GetElapsedTime(h.Value.At) < Fresh);

    public void Note(HeartbeatRequest beat)
    {
        ArgumentNullException.ThrowIfNull(beat);
        var now = _time.GetTimestamp();
        var isFull = Bounded(beat.OthersCpuPercent) > MostPercent || Bounded(beat.MemoryPercent) > MostPercent;
        _heard.AddOrUpdate(beat.PoolerId, _ => new Heard(now, beat, isFull ? now : null), (_, before) => new Heard(now, beat, isFull ? before.FullSince ?? now : null));
    }

    public void Dispose() => _meter.Dispose();

    void Gauge(string name, Func<HeartbeatRequest, double?> of, string description) => _meter.CreateObservableGauge(
        name,
        () => from h in Present let value = of(h.Value.Beat) where value is not null select new Measurement<double>(value.Value, new KeyValuePair<string, object?>("pooler", h.Key.ToString("D"))),
        description: description);

    /// <summary>A pooler may say anything.</summary>
    static double? Bounded(double? percent) => percent is { } p ? Math.Clamp(p, 0, 100) : null;

    /// <param name="FullSince">Null while the machine is not.</param>
    sealed record Heard(long At, HeartbeatRequest Beat, long? FullSince);
}
