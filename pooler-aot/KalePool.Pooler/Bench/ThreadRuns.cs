using KalePool.Hashing;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Bench;

/// <summary>A search with so many threads, by the clock on the wall. A run in which the threads did not get their processors for themselves says nothing, and is not counted.</summary>
static class ThreadRuns
{
    /// <summary>The part of their time that threads must have got.</summary>
    const double Enough = 0.97;

    const int FewestRuns = 3;

    /// <summary>Seconds.</summary>
    const double Length = 0.5;

    /// <param name="rate">Hashes a second of one thread, about.</param>
    public static async Task<ThreadResult> RunAsync(HashingPower power, CpuMeter meter, int threads, int runs, double rate, TimeProvider time, CancellationToken cancellation)
    {
        using var search = power.Searcher(threads, SearchKernel.Block, HashingPriority.Normal);
        var count = (ulong)Math.Max(threads, rate * threads * Length / SearchKernel.Block) * SearchKernel.Block;
        var rates = new List<double>();
        var disturbed = 0.0;
        for (var run = 0; run <= runs; run++)
        {
            var (started, used) = (time.GetTimestamp(), meter.Used);
            var summary = await search.RunAsync(new(SelfTest.Template, new NonceRange(1UL << 41, count), 14, 15), cancellation);
            var seconds = time.GetElapsedTime(started).TotalSeconds;
            if (run == 0) continue; // the workers start
            var got = (meter.Used - used).TotalSeconds / seconds / threads;
            if (got >= Enough) rates.Add(summary.Tried / seconds);
            else disturbed = Math.Max(disturbed, 1 - got);
        }
        rates.Sort();
        return rates.Count >= Math.Min(runs, FewestRuns)
            ? new(threads, [.. rates], null)
            : new(threads, [], string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the machine is busy: others had up to {100 * disturbed:0} % of the time of {threads} processors"));
    }
}

/// <param name="Rates">Hashes a second of all threads together, of each run that counts, ascending.</param>
/// <param name="Fault">Why there are none.</param>
sealed record ThreadResult(int Threads, double[] Rates, string? Fault);
