using System.Globalization;
using KalePool.Hashing;

namespace KalePool.Pooler.Machine;

/// <summary>A logical processor.</summary>
/// <param name="Core">Its siblings on one physical core have the same.</param>
/// <param name="Speed">Of any unit: a performance core has more than an efficient one. 0 where nothing tells.</param>
sealed record Cpu(int Number, string Core, long Speed);

/// <summary>The processors that this process may use.</summary>
/// <param name="Cpus">Empty where the system does not tell.</param>
/// <param name="Quota">How many processors' worth of time its control group allows; null: all.</param>
/// <param name="Count">How many there are, at least 1.</param>
sealed record MachineCpus(IReadOnlyList<Cpu> Cpus, double? Quota, int Count)
{
    const string Folder = "sys/devices/system/cpu";

    /// <summary>By affinity and cpuset (Linux: Cpus_allowed_list), by control group, else by what .NET knows.</summary>
    public static MachineCpus Read() => OperatingSystem.IsLinux() ? Read(new LinuxFiles(), Environment.ProcessorCount) : new([], null, Environment.ProcessorCount);

    /// <param name="count">Where the files do not tell.</param>
    public static MachineCpus Read(LinuxFiles files, int count)
    {
        const string name = "Cpus_allowed_list:";
        var line = files.Read("proc/self/status")?.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        var quota = ControlGroups.CpuQuota(files);
        if (line is null || !CpuSet.TryParse(line[name.Length..], out var allowed)) return new([], quota, count);
        Cpu[] cpus = [.. allowed.Numbers.Select(number => Of(files, number))];
        return new(cpus, quota, cpus.Length);
    }

    static Cpu Of(LinuxFiles files, int number)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"{Folder}/cpu{number}");
        var core = files.Read($"{folder}/topology/core_cpus_list") ?? files.Read($"{folder}/topology/thread_siblings_list") ?? number.ToString(CultureInfo.InvariantCulture);
        // Arm tells a capacity, Intel's hybrids show in the highest frequency.
        var speed = files.Read($"{folder}/cpu_capacity") ?? files.Read($"{folder}/cpufreq/cpuinfo_max_freq");
        return new(number, core, long.TryParse(speed, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0);
    }
}
