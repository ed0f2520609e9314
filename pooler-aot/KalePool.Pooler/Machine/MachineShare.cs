using KalePool.Pooler.Settings;

namespace KalePool.Pooler.Machine;

/// <summary>What of this machine the pooler takes: how many threads and where, when, how much of their time, and for how many farmers.</summary>
/// <param name="Meter">What it has used.</param>
sealed record MachineShare(HashingPlan Plan, HashingGate Gate, Capacity Capacity, CpuMeter Meter, MachineLoadMeter Load)
{
    public static MachineShare Of(PoolerSettings settings, PauseSwitch pause, TimeProvider time)
    {
        var hashing = settings.Hashing;
        var meter = new CpuMeter();
        double? ceiling = hashing.MaxCpuPercent is { } percent and < 100 ? hashing.Plan.Cpus * percent / 100.0 : null;
        var gate = new HashingGate(pause, hashing.Windows, ceiling, meter, time);
        return new(hashing.Plan, gate, new(settings.MaxFarmersCapacity, hashing.MaxLoad, gate), meter, new(new(), meter, hashing.MemoryLimit));
    }
}
