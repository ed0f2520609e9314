using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Running;

/// <summary>What a heartbeat says of this process and its workers, each figure since the beat before.</summary>
sealed class LoadMeter(TimeProvider time, CpuMeter meter, Func<long> hashes)
{
    long _at = time.GetTimestamp();
    long _hashes;
    TimeSpan _cpu = meter.Used;

    /// <param name="HashRate">Hashes a second.</param>
    /// <param name="CpuPercent">0 to 100 of all processors.</param>
    public sealed record Load(double HashRate, double CpuPercent, int MemoryMb);

    public Load Measure()
    {
        var (now, done) = (time.GetTimestamp(), hashes());
        var (cpu, memory) = meter.Read();
        var seconds = Math.Max(time.GetElapsedTime(_at, now).TotalSeconds, 1e-3);
        var load = new Load(
            (done - _hashes) / seconds, Math.Clamp(100 * (cpu - _cpu).TotalSeconds / seconds / Environment.ProcessorCount, 0, 100), (int)(memory >> 20));
        (_at, _hashes, _cpu) = (now, done, cpu);
        return load;
    }
}
