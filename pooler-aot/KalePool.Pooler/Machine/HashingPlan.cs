using KalePool.Hashing;

namespace KalePool.Pooler.Machine;

/// <summary>How many threads hash, and where each may run.</summary>
/// <param name="Seats">One a thread, at least one.</param>
/// <param name="Cpus">Processors' worth of time that all of them can use at most.</param>
sealed record HashingPlan(IReadOnlyList<ThreadPlacement> Seats, double Cpus)
{
    /// <summary>
    /// One thread a physical core unless told otherwise (a second hash on a core's sibling gains little and heats much), fast cores first, never more than a
    /// control group's quota has time for. The threads share the set of processors chosen, so that one in the owner's way moves aside; where he
    /// names exactly as many processors as there are threads, each stays on its own.
    /// </summary>
    /// <param name="threads">Null: as many as fit.</param>
    /// <param name="wanted">The processors to use, all of them allowed; null: the best.</param>
    /// <param name="most">How many processors to use at most; null: all.</param>
    public static HashingPlan Of(MachineCpus machine, HashingPriority priority, int? threads, CpuSet? wanted, int? most)
    {
        Cpu[] ordered = [.. Ordered(machine.Cpus.Where(cpu => wanted is null || wanted.Contains(cpu.Number)))];
        var cores = ordered.Length == 0 ? machine.Count : wanted is null ? ordered.DistinctBy(cpu => cpu.Core).Count() : ordered.Length;
        var fitting = Math.Max(1, Math.Min(Math.Min(cores, most ?? int.MaxValue), (int)(machine.Quota ?? int.MaxValue)));
        var count = threads ?? fitting;
        var used = Math.Min(Math.Max(count, wanted?.Numbers.Count ?? 0), most ?? int.MaxValue);
        CpuSet? cpus = ordered.Length == 0 ? null : CpuSet.Of(ordered.Take(used).Select(cpu => cpu.Number));
        var isPinned = wanted is not null && cpus?.Numbers.Count == count;
        return new(
            [.. Enumerable.Range(0, count).Select(seat => new ThreadPlacement(priority, isPinned ? CpuSet.Of([cpus!.Numbers[seat]]) : cpus))],
            Math.Min(Math.Min(count, cpus?.Numbers.Count ?? machine.Count), machine.Quota ?? double.MaxValue));
    }

    /// <summary>The first of every core, fast ones first, then the second ones.</summary>
    static IEnumerable<Cpu> Ordered(IEnumerable<Cpu> cpus) =>
        from core in cpus.GroupBy(cpu => cpu.Core)
        from sibling in core.OrderBy(cpu => cpu.Number).Select((cpu, place) => (cpu, place))
        orderby sibling.place, -sibling.cpu.Speed, sibling.cpu.Number
        select sibling.cpu;
}
