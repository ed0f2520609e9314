using KalePool.Hashing;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Work;

namespace KalePool.Pooler.Workers;

/// <summary>With what this machine hashes: with workers whose image fits the CPU, else with threads of this process. Ahead-of-time compiled code can use
/// only the instructions it was compiled for, so this executable itself, which runs everywhere, has none of the fast kernels on x86-64.</summary>
sealed class HashingPower : IDisposable
{
    readonly WorkerLauncher? _launcher;
    readonly SearchKernel _here;
    readonly Action<string> _trouble;
    bool _isHandedOver;

    HashingPower(WorkerLauncher? launcher, SearchKernel here, Action<string> trouble) => (_launcher, _here, _trouble) = (launcher, here, trouble);

    /// <summary>The kernel's name.</summary>
    public string Kernel => _launcher?.Kernel ?? _here.Name;

    /// <param name="isa">The kernel to use; null: the fastest.</param>
    /// <param name="meter">Counts what workers use.</param>
    /// <param name="trouble">Told of workers that do not do.</param>
    /// <exception cref="KernelException">That kernel cannot be used here.</exception>
    public static async Task<HashingPower> ChooseAsync(string? isa, CpuMeter meter, TimeProvider time, Action<string> trouble, CancellationToken cancellation)
    {
        var isHere = isa is not null && KernelCatalog.Find(isa) is { IsSupported: true };
        var launcher = isHere || (isa is not null && KernelCatalog.Find(isa) is null)
            ? null
            : await WorkerLauncher.CreateAsync(WorkerImage.Fitting(), CacheFolder, isa, meter, time, trouble, cancellation);
        return new(launcher, KernelChoice.Choose(launcher is null ? isa : KernelCatalog.Scalar.Name, time), trouble);
    }

    /// <summary>Begins to hash for a schedule; may be called once.</summary>
    /// <param name="longest">What one search of a worker may take.</param>
    public IHashing Start(HashSchedule schedule, HashingPlan plan, HashingGate gate, TimeSpan longest, TimeProvider time)
    {
        if (_launcher is null) return new HashingThreads(schedule, _here, plan.Seats, gate, Died);
        _isHandedOver = true;
        return new HashingWorkers(schedule, _launcher, plan.Seats.Select(place => Seat(place, longest)), gate, Died, time);
    }

    /// <summary>For searches one after another, as long as this is not disposed.</summary>
    /// <param name="piece">Nonces taken at a time.</param>
    public ISearcher Searcher(int count, ulong piece, HashingPriority priority = HashingPriority.Low) => _launcher is null
        ? new ThreadSearch(_here, count, piece, new(priority, null))
        : new WorkerSearch(Enumerable.Repeat(new ThreadPlacement(priority, null), count).Select(place => Seat(place, WorkerSeat.LongestSearch)), piece);

    public void Dispose()
    {
        if (!_isHandedOver) _launcher?.Dispose();
    }

    public static string CacheFolder =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "kale-pooler");

    void Died(Exception e) => _trouble($"a part that hashes has died: {e.Message}");

    WorkerSeat Seat(ThreadPlacement placement, TimeSpan longest) => new(_launcher!, placement, _here, longest, _trouble);
}
