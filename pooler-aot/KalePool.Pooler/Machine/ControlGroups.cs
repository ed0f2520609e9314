using System.Globalization;

namespace KalePool.Pooler.Machine;

/// <summary>The control groups that this process is in, of both versions: its own and all above it, each of which may limit it.</summary>
static class ControlGroups
{
    const string Mount = "sys/fs/cgroup";

    /// <summary>Processors' worth of time that the process may use; null: no limit.</summary>
    public static double? CpuQuota(LinuxFiles files)
    {
        double?[] quotas =
        [
            .. Folders(files, null).Select(folder => QuotaOf(files.Read($"{folder}/cpu.max"))),
            .. Folders(files, "cpu").Select(folder => QuotaOf($"{files.Read($"{folder}/cpu.cfs_quota_us")} {files.Read($"{folder}/cpu.cfs_period_us")}")),
        ];
        return quotas.Min();
    }

    /// <summary>The part of the memory limit in use that cannot be taken back at once, 0 to 1, of the group that is nearest to its limit; null: no limit.</summary>
    public static double? MemoryUse(LinuxFiles files)
    {
        double?[] uses =
        [
            .. Folders(files, null).Select(folder => UseOf(files, $"{folder}/memory.current", $"{folder}/memory.max", $"{folder}/memory.stat", "inactive_file ")),
            .. Folders(files, "memory").Select(folder => UseOf(files, $"{folder}/memory.usage_in_bytes", $"{folder}/memory.limit_in_bytes", $"{folder}/memory.stat", "total_inactive_file ")),
        ];
        return uses.Max();
    }

    /// <summary>Version 2 writes "quota period", with "max" for none; version 1 has a file for each and −1 for none.</summary>
    public static double? QuotaOf(string? text)
    {
        var parts = text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return parts.Length == 2 && Number(parts[0]) is > 0 and var quota && Number(parts[1]) is > 0 and var period ? (double)quota / period : null;
    }

    static double? UseOf(LinuxFiles files, string usage, string limit, string stat, string cache)
    {
        // A version 1 group without a limit has one of 2^63 rounded down, which no machine reaches.
        if (Number(files.Read(limit)) is not { } most || most is <= 0 or > 1L << 60 || Number(files.Read(usage)) is not { } used) return null;
        var line = files.Read(stat)?.Split('\n').FirstOrDefault(line => line.StartsWith(cache, StringComparison.Ordinal));
        return Math.Max(0, used - (Number(line?[cache.Length..]) ?? 0)) / (double)most;
    }

    /// <summary>From the process's own group up to the mount's root.</summary>
    /// <param name="controller">Of version 1; null: version 2.</param>
    static IEnumerable<string> Folders(LinuxFiles files, string? controller)
    {
        foreach (var line in files.Read("proc/self/cgroup")?.Split('\n') ?? [])
        {
            var parts = line.Split(':', 3);
            if (parts.Length < 3 || (controller is null ? parts[0] != "0" : !parts[1].Split(',').Contains(controller))) continue;
            var mount = controller is null ? Mount : $"{Mount}/{controller}";
            for (var path = parts[2].Trim('/'); path.Length > 0; path = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "")
                yield return $"{mount}/{path}";
            yield return mount;
        }
    }

    static long? Number(string? text) => long.TryParse(text?.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
