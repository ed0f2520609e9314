using System.Diagnostics;
using System.Globalization;
using KalePool.Hashing;

namespace KalePool.Benchmarks;

/// <summary>One search with threads, by the clock on the wall: whether two threads are twice one.</summary>
static class ThreadRuns
{
    const ulong Blocks = 64;

    public static Contestant Search(SearchKernel kernel, int threads) => new($"{kernel.Name} {threads} thread{(threads == 1 ? "" : "s")}", Busy() ?? SelfTest.FaultOf(kernel), () =>
    {
        var search = new NonceSearch(kernel, threads);
        var goal = new SearchGoal(SelfTest.Template, new NonceRange(1UL << 41, Blocks * SearchKernel.Block), 12, 13);
        var started = Stopwatch.GetTimestamp();
        var summary = search.RunAsync(goal, null, CancellationToken.None).GetAwaiter().GetResult();
        return summary.Tried / Stopwatch.GetElapsedTime(started).TotalSeconds;
    });

    /// <summary>By the wall clock nothing can be told where others compute: null on a quiet machine.</summary>
    static string? Busy()
    {
        var load = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
        return load > 0.5 ? string.Create(CultureInfo.InvariantCulture, $"the machine is busy, its load is {load:0.0}") : null;
    }
}
