using KalePool.Hashing;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Bench;

/// <summary>A search with so many threads, by the clock on the wall. A run in which others took the threads' time says nothing, and is not counted; one in which the threads were idle
/// for reasons of their own is.</summary>
static class ThreadRuns
{
    const int FewestRuns = 3;

    /// <summary>Seconds: beside which the ends, where one thread has no piece left, are little.</summary>
    const double Length = 1.5;

    /// <param name="rate">Hashes a second of one thread, about.</param>
    public static async Task<ThreadResult> RunAsync(
        HashingPower power, CpuMeter meter, int threads, HashingPriority priority, int runs, double rate, TimeProvider time, CancellationToken cancellation)
    {
        using var search = power.Searcher(threads, SearchKernel.Block, priority);
        var count = (ulong)Math.Max(threads, rate * threads * Length / SearchKernel.Block) * SearchKernel.Block;
        var files = new LinuxFiles();
        var counted = new List<(double Rate, double Used)>();
        RunShare? worst = null;
        for (var run = 0; run <= runs; run++)
        {
            var (started, used, busy) = (time.GetTimestamp(), meter.Used, Busy());
            // The first run is one in which the workers start.
            var range = new NonceRange(1UL << 41, run == 0 ? (ulong)threads * SearchKernel.Block : count);
            var summary = await search.RunAsync(new(SelfTest.Template, range, 14, 15), cancellation);
            var (seconds, own) = (time.GetElapsedTime(started).TotalSeconds, (meter.Used - used).TotalSeconds);
            if (run == 0) continue;
            var share = new RunShare(threads, seconds, own, Busy() - busy is { } all ? Math.Max(0, all - own) : null);
            if (!share.IsDisturbed) counted.Add((summary.Tried / seconds, share.Used));
            else if (worst is null || share.Used < worst.Value.Used) worst = share;
        }

        return counted.Count >= Math.Min(runs, FewestRuns)
            ? new(threads, priority, [.. counted.Select(run => run.Rate).Order()], Interleaved.Median([.. counted.Select(run => run.Used).Order()]), null)
            : new(threads, priority, [], null, worst?.Fault);

        double? Busy() => MachineLoadMeter.CpuOf(files.Read("proc/stat"))?.Busy;
    }
}

/// <param name="Rates">Hashes a second of all threads together, of each run that counts, ascending.</param>
/// <param name="Used">The part of their processors that the threads used, the median of those runs.</param>
/// <param name="Fault">Why there are none.</param>
sealed record ThreadResult(int Threads, HashingPriority Priority, double[] Rates, double? Used, string? Fault);
