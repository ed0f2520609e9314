using KalePool.Hashing;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Bench;

/// <summary>One kernel on one core, as searches use it: a range around a known work, which has to be found and proves that it was searched.</summary>
static class KernelRuns
{
    /// <summary>About how long a run lasts, seconds.</summary>
    const double Length = 0.25;

    const int MostBlocks = 64;

    static Found Known => SelfTest.Expected.Best;

    /// <summary>In a worker process, where this executable has one for the kernel.</summary>
    public static Contestant With(WorkerProcess worker, TimeProvider time)
    {
        var blocks = 0;
        return new(worker.Kernel, null, async cancellation =>
        {
            if (blocks == 0) blocks = BlocksOf(await RunAsync(1, cancellation));
            return await RunAsync(blocks, cancellation);
        });

        async Task<double> RunAsync(int count, CancellationToken cancellation)
        {
            var range = Range(count);
            var started = Now();
            Check(worker.Kernel, (await worker.SearchAsync(SelfTest.Template, range, Known.Zeros - 1, WorkerSeat.LongestSearch, cancellation)).Best);
            return range.Count / (Now() - started);
        }

        double Now() => CpuClock.IsThere ? CpuClock.OfProcess(worker.Id) : CpuClock.OfThread(time);
    }

    /// <summary>In this process.</summary>
    public static Contestant Here(SearchKernel kernel, TimeProvider time)
    {
        var blocks = 0;
        return new(kernel.Name, SelfTest.FaultOf(kernel), async _ =>
        {
            var rate = 0.0;
            await OwnThread.Run(() =>
            {
                if (blocks == 0) blocks = BlocksOf(Run(1));
                rate = Run(blocks);
            });
            return rate;
        });

        double Run(int count)
        {
            var range = Range(count);
            var started = CpuClock.OfThread(time);
            Check(kernel.Name, kernel.Best(SelfTest.Template, range, Known.Zeros - 1));
            return range.Count / (CpuClock.OfThread(time) - started);
        }
    }

    /// <summary>Whole blocks from the one of the known work on; in none of them is a hash with more zeros.</summary>
    internal static NonceRange Range(int blocks) => new(Known.Nonce / SearchKernel.Block * SearchKernel.Block, (ulong)blocks * SearchKernel.Block);

    internal static void Check(string name, Found? found)
    {
        if (found != Known) throw new BenchException($"{name} found {(found is { } other ? other.Hash.ToString() : "nothing")} where {Known.Hash} was to be found");
    }

    static int BlocksOf(double rate) => Math.Clamp((int)(rate * Length / SearchKernel.Block), 1, MostBlocks);
}
