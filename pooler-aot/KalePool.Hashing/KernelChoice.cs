namespace KalePool.Hashing;

/// <summary>What was measured of a kernel.</summary>
/// <param name="HashesPerSecond">0 where there is a fault.</param>
/// <param name="Fault">Why it must not be used; null: it proved right.</param>
public sealed record KernelMeasure(SearchKernel Kernel, double HashesPerSecond, string? Fault);

/// <summary>Chooses the kernel at start: each that this CPU can run proves itself against the known answer and is timed while it does.</summary>
/// <remarks>Which one is fastest is a matter of the core: one hash beside eight gains on some and loses on others. All of it takes less than 50 ms.</remarks>
public static class KernelChoice
{
    const int Runs = 3;

    /// <summary>The fastest of all that this process can run; the one of that name where one is given.</summary>
    /// <exception cref="KernelException">There is no such kernel, this process cannot run it, or it is wrong on this machine.</exception>
    public static SearchKernel Choose(string? name, TimeProvider time)
    {
        if (name is not null)
            return Named(name);
        var measures = Measure(KernelCatalog.All, time);
        return measures.Where(measure => measure.Fault is null).MaxBy(measure => measure.HashesPerSecond)?.Kernel
            ?? throw new KernelException(string.Join("; ", measures.Select(measure => measure.Fault)));
    }

    /// <summary>Times every supported kernel in CPU time, in turns, and takes the best of three runs: what disturbs a run makes it slower, never faster. By the clock on the
    /// wall a busy machine would now and then choose a kernel of a third of the speed.</summary>
    public static IReadOnlyList<KernelMeasure> Measure(IEnumerable<SearchKernel> kernels, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        ArgumentNullException.ThrowIfNull(time);
        SearchKernel[] supported = [.. kernels.Where(kernel => kernel.IsSupported)];
        var faults = supported.Select(SelfTest.FaultOf).ToArray();
        var best = new double[supported.Length];
        for (var run = 0; run < Runs; run++)
        {
            for (var i = 0; i < supported.Length; i++)
            {
                if (faults[i] is not null)
                    continue;
                var started = CpuClock.OfThread(time);
                _ = SelfTest.Run(supported[i]);
                best[i] = Math.Max(best[i], SelfTest.Nonces / Math.Max(CpuClock.OfThread(time) - started, 1e-9));
            }
        }

        return [.. supported.Select((kernel, i) => new KernelMeasure(kernel, best[i], faults[i]))];
    }

    static SearchKernel Named(string name)
    {
        var kernel = KernelCatalog.Find(name)
            ?? throw new KernelException($"there is no kernel {name}; there are {string.Join(", ", KernelCatalog.All.Select(known => known.Name))}");
        return SelfTest.FaultOf(kernel) is { } fault ? throw new KernelException(fault) : kernel;
    }
}
