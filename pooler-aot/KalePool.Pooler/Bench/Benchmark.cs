using KalePool.Hashing;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Bench;

/// <summary>Every kernel that this executable has, kale-miner where it is, and the fastest kernel with 1, 2, … threads at normal priority, the most of them at idle priority too.</summary>
sealed class Benchmark(TimeProvider time, Action<string> progress) : IDisposable
{
    readonly CpuMeter _meter = new();
    readonly List<IDisposable> _owned = [];

    /// <param name="kernel">The only one to measure; null: all.</param>
    /// <param name="threads">The most threads.</param>
    /// <exception cref="BenchException">A result was wrong.</exception>
    public async Task<BenchResult> RunAsync(int runs, string? kernel, int threads, string? kaleMiner, CancellationToken cancellation)
    {
        var contestants = new List<Contestant> { KaleMiner.Create(kaleMiner) };
        foreach (var known in KernelCatalog.All.Where(known => kernel is null || known.Name == kernel)) contestants.Add(await EnterAsync(known, cancellation));
        progress($"{contestants.Count(contestant => contestant.Fault is null)} to measure, {runs} times in turns");
        var results = await Interleaved.RunAsync(contestants, runs, cancellation);
        var best = results.Where(result => result.Key != KaleMiner.Name).OrderBy(result => Interleaved.Median(result.Value)).Select(result => result.Key).LastOrDefault();
        var lines = new List<ThreadResult>();
        if (best is not null)
        {
            progress($"{best} with up to {threads} threads");
            using var power = await HashingPower.ChooseAsync(best, _meter, time, _ => { }, cancellation);
            for (var count = 1; count <= threads; count = count < threads ? Math.Min(count * 2, threads) : threads + 1)
                lines.Add(await MeasureAsync(count, HashingPriority.Normal));
            // As run hashes where nothing else is said.
            lines.Add(await MeasureAsync(threads, HashingPriority.Idle));

            Task<ThreadResult> MeasureAsync(int count, HashingPriority priority) =>
                ThreadRuns.RunAsync(power, _meter, count, priority, runs, Interleaved.Median(results[best]), time, cancellation);
        }
        return BenchReport.Of(BenchMachine.Of(time), runs, contestants, results, best, lines);
    }

    public void Dispose()
    {
        foreach (var owned in Enumerable.Reverse(_owned)) owned.Dispose();
    }

    /// <summary>In a worker whose image has the kernel, else in this process.</summary>
    async Task<Contestant> EnterAsync(SearchKernel kernel, CancellationToken cancellation)
    {
        // On x86-64 a kernel has a level, or every CPU runs it, as this executable does.
        var isThere = CpuLevels.Wanted(kernel.Name) is { } level ? CpuLevels.Of().Contains(level) : kernel.IsSupported;
        if (!isThere) return Contestant.Unable(kernel.Name, "this CPU lacks its instructions");
        var troubles = new List<string>();
        if (await WorkerLauncher.CreateAsync(WorkerImage.Fitting(), HashingPower.CacheFolder, kernel.Name, _meter, time, troubles.Add, cancellation) is { } launcher)
        {
            _owned.Add(launcher);
            var worker = await launcher.StartAsync(new(HashingPriority.Normal, null), cancellation);
            _owned.Add(worker);
            return KernelRuns.With(worker, time);
        }
        if (kernel.IsSupported) return KernelRuns.Here(kernel, time);
        return Contestant.Unable(kernel.Name, troubles.Count > 0 ? string.Join("; ", troubles) : "this executable has no worker for it");
    }
}
