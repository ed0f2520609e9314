using KalePool.Contracts.Settings;
using KalePool.Hashing;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Settings;

/// <summary>What the owner of the machine gives of it.</summary>
/// <param name="MaxCpuPercent">1 to 100, of the processors that are hashed on.</param>
/// <param name="Windows">Null: at any time.</param>
/// <param name="MaxLoad">The part of CPU (by others) or memory above which fewer farmers are taken on; 1: never.</param>
/// <param name="MemoryLimit">Bytes; null: what the machine has.</param>
/// <param name="LongestSearch">What one search of a worker may take until it is replaced.</param>
sealed record HashingSettings(HashingPlan Plan, int MaxCpuPercent, HashingWindows? Windows, double MaxLoad, long? MemoryLimit, TimeSpan LongestSearch)
{
    const int MostThreads = 1024;

    public static HashingSettings Read(SettingsReader reader, MachineCpus machine)
    {
        var cpus = ReadCpus(reader, machine);
        var priority = Enum.Parse<HashingPriority>(reader.Choice("HASHING_PRIORITY", nameof(HashingPriority.Idle), Enum.GetNames<HashingPriority>()));
        return new(
            HashingPlan.Of(machine, priority, reader.OptionalInt("MAX_CONCURRENT_WORK", 1, MostThreads), cpus, reader.OptionalInt("CPU_CORES_AVAILABLE", 1, CpuSet.Most)),
            reader.Int("MAX_CPU_PERCENT", 100, 1, 100),
            ReadWindows(reader),
            reader.Int("MAX_LOAD_PERCENT", 90, 10, 100) / 100.0,
            reader.OptionalLong("MEMORY_LIMIT_MB", 64, 1 << 24) << 20,
            reader.Duration("WORK_TIMEOUT_MINUTES", WorkerSeat.LongestSearch, TimeSpan.FromSeconds(6), TimeSpan.FromHours(1)));
    }

    static CpuSet? ReadCpus(SettingsReader reader, MachineCpus machine)
    {
        const string Name = "HASHING_CPUS";
        var set = reader.Optional<CpuSet?>(Name, null, "numbers of processors such as 0-3,8", CpuSet.TryParse);
        if (set is null) return null;
        if (machine.Cpus.Count == 0)
        {
            reader.Fail(Name, SettingsReader.Shown(set.ToString()), "nothing: this system offers no way to choose processors; MAX_CONCURRENT_WORK says how many threads hash");
            return null;
        }
        if (set.Numbers.All(number => machine.Cpus.Any(cpu => cpu.Number == number))) return set;
        reader.Fail(Name, SettingsReader.Shown(set.ToString()), $"processors that this process may use: {CpuSet.Of(machine.Cpus.Select(cpu => cpu.Number))}");
        return null;
    }

    static HashingWindows? ReadWindows(SettingsReader reader)
    {
        var zone = reader.Optional("HASHING_TIME_ZONE", TimeZoneInfo.Local, "a time zone that this system knows, such as Europe/Berlin", (string text, out TimeZoneInfo value) =>
            TimeZoneInfo.TryFindSystemTimeZoneById(text, out value!));
        return reader.Optional<HashingWindows?>("HASHING_SCHEDULE", null, HashingWindows.Expected, (string text, out HashingWindows? value) => HashingWindows.TryParse(text, zone, out value));
    }
}
