using KalePool.Hashing;

namespace KalePool.Worker;

/// <summary>What the parent says on the command line: <c>kale-worker PRIORITY [CPUS|-] [KERNEL]</c>.</summary>
/// <param name="Kernel">Null: the fastest.</param>
sealed record WorkerArguments(ThreadPlacement Placement, string? Kernel)
{
    /// <summary>Null when they are wrong.</summary>
    public static WorkerArguments? Parse(IReadOnlyList<string> args)
    {
        if (args.Count is < 1 or > 3 || !Enum.TryParse<HashingPriority>(args[0], ignoreCase: true, out var priority)) return null;
        CpuSet? cpus = null;
        if (args.Count > 1 && args[1] != "-" && !CpuSet.TryParse(args[1], out cpus)) return null;
        return new(new(priority, cpus), args.Count > 2 ? args[2] : null);
    }
}
