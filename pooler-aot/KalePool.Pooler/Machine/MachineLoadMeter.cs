using System.Globalization;

namespace KalePool.Pooler.Machine;

/// <summary>Measures the load of the machine between one look and the next.</summary>
/// <param name="memoryLimit">Bytes that the pooler may use; null: no limit of its own.</param>
sealed class MachineLoadMeter(LinuxFiles files, CpuMeter own, long? memoryLimit)
{
    /// <summary>The kernel counts in hundredths of a second, whatever its own clock.</summary>
    const double TicksPerSecond = 100;

    (double Busy, double All)? _before = CpuOf(files.Read("proc/stat"));
    TimeSpan _ownBefore = own.Used;

    public MachineLoad Measure()
    {
        var (used, memory) = own.Read();
        var now = CpuOf(files.Read("proc/stat"));
        var others = 0.0;
        if (now is { } last && _before is { } first && last.All > first.All)
            others = Math.Clamp((last.Busy - first.Busy - (used - _ownBefore).TotalSeconds) / (last.All - first.All), 0, 1);
        (_before, _ownBefore) = (now, used);
        double?[] parts = [MachineMemory(), ControlGroups.MemoryUse(files), memoryLimit is { } limit ? (double)memory / limit : null];
        return new(others, Math.Clamp(parts.Max() ?? 0, 0, 1));
    }

    /// <summary>Seconds that all processors were busy, and seconds there were, from the first line of /proc/stat: user nice system idle iowait irq softirq steal.</summary>
    internal static (double Busy, double All)? CpuOf(string? stat)
    {
        var words = stat?.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words is not ["cpu", _, _, _, _, _, _, _, ..]) return null;
        double[] times = [.. words[1..Math.Min(9, words.Length)].Select(word => double.TryParse(word, CultureInfo.InvariantCulture, out var ticks) ? ticks / TicksPerSecond : 0)];
        return (times.Sum() - times[3] - times[4], times.Sum());
    }

    double? MachineMemory()
    {
        if (files.Read("proc/meminfo") is { } text)
            return Kilobytes(text, "MemTotal:") is > 0 and var total && Kilobytes(text, "MemAvailable:") is { } available ? 1 - ((double)available / total) : null;
        // Other systems: as the runtime saw it when it last collected.
        var info = GC.GetGCMemoryInfo();
        return info.TotalAvailableMemoryBytes > 0 ? (double)info.MemoryLoadBytes / info.TotalAvailableMemoryBytes : null;
    }

    static long? Kilobytes(string text, string name)
    {
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.TryParse(line?[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
