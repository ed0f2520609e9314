using System.CommandLine;
using KalePool.Contracts.Settings;

namespace KalePool.Pooler.Cli;

/// <summary>Options that stand for settings of the same meaning, and go before them.</summary>
static class MachineOptions
{
    static readonly (Option<string?> Option, string Setting)[] All =
    [
        (new("--threads") { Description = "how many threads hash (MAX_CONCURRENT_WORK); one a physical core when left out" }, "MAX_CONCURRENT_WORK"),
        (new("--cpus") { Description = "the processors to hash on, such as 0-3,8 (HASHING_CPUS); as many as threads: each stays on its own" }, "HASHING_CPUS"),
        (new("--max-cpu-percent") { Description = "ceiling on the time of the processors that are hashed on, 1 to 100 (MAX_CPU_PERCENT)" }, "MAX_CPU_PERCENT"),
        (new("--priority") { Description = "idle, low or normal (HASHING_PRIORITY); idle takes what nobody else wants" }, "HASHING_PRIORITY"),
        (new("--schedule") { Description = "when to hash, such as 'mon-fri 19:00-07:00, sat-sun 00:00-24:00' (HASHING_SCHEDULE)" }, "HASHING_SCHEDULE"),
    ];

    public static void AddTo(Command command)
    {
        foreach (var (option, _) in All) command.Options.Add(option);
    }

    public static SettingsSource Over(this ParseResult parsed, SettingsSource source)
    {
        var values = new Dictionary<string, string>(source.Values, StringComparer.Ordinal);
        foreach (var (option, setting) in All)
            if (parsed.GetValue(option) is { } value) values[setting] = value;
        return source with { Values = values };
    }
}
