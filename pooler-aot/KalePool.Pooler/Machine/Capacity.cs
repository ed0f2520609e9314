namespace KalePool.Pooler.Machine;

/// <summary>How many farmers the pooler takes on: fewer while its machine is short of CPU or memory, none while it does not hash. What is planted already is worked for all the same.</summary>
sealed class Capacity
{
    /// <summary>So far below the limit it grows again; in between it stays.</summary>
    const double Slack = 0.1;

    readonly int _most;
    readonly double _limit;
    readonly HashingGate _gate;
    volatile int _now;

    /// <param name="limit">The part of CPU or memory above which it shrinks by half at each look; 1: never.</param>
    public Capacity(int most, double limit, HashingGate gate) => (_most, _limit, _gate, _now) = (most, limit, gate, most);

    public int Now => _gate.Closed is null ? _now : 0;

    /// <summary>Takes a look at the machine; returns what to say when that changed it.</summary>
    public string? See(MachineLoad load)
    {
        var before = _now;
        _now = Next(before, _most, load.Worst, _limit);
        if (_now == before) return null;
        return _now < before
            ? $"{(load.Memory > load.OthersCpu ? "memory" : "CPU time taken by others")} is at {100 * load.Worst:0} %: takes on {_now} farmers instead of {_most}"
            : $"the machine has room again: takes on {_now} farmers of {_most}";
    }

    public static int Next(int now, int most, double load, double limit) =>
        load > limit ? Math.Max(1, now / 2) : load < limit - Slack ? Math.Min(most, now * 2) : now;
}
