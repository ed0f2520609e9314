namespace KalePool.Devnet.Settings;

/// <summary>Makes settings from what was written on the command line and in the environment; the command line comes first.</summary>
static class SettingsReader
{
    /// <param name="options">By option, with the two dashes.</param>
    /// <param name="environment">All variables; those that are not devnet's are left alone.</param>
    /// <returns>The settings, and every fault by the name under which it was written.</returns>
    public static (DevnetSettings Settings, IReadOnlyList<string> Errors) Read(IReadOnlyDictionary<string, string> options, IReadOnlyDictionary<string, string> environment)
    {
        var settings = new DevnetSettings();
        var known = SettingsTable.All.Select(setting => setting.Variable).ToHashSet(StringComparer.Ordinal);
        var errors = environment.Keys.Where(name => Setting.IsVariable(name) && !known.Contains(name)).Order(StringComparer.Ordinal).Select(name => $"{name}: not a setting of devnet").ToList();
        foreach (var setting in SettingsTable.All)
        {
            var (name, text) = options.TryGetValue(setting.Option, out var option) ? (setting.Option, option) : (setting.Variable, environment.GetValueOrDefault(setting.Variable));
            if (text is null) continue;
            if (setting.Take(settings, text) is { } taken) settings = taken;
            else errors.Add($"{name}: {setting.Expected} expected, not '{text}'");
        }
        errors.AddRange(Contradictions(settings));
        return (settings, errors);
    }

    static IEnumerable<string> Contradictions(DevnetSettings settings)
    {
        (string Low, string High, bool Fits)[] pairs =
        [
            ("--min-temp-ttl", "--max-ttl", settings.MinTemporaryTtl <= settings.MaxEntryTtl),
            ("--min-persistent-ttl", "--max-ttl", settings.MinPersistentTtl <= settings.MaxEntryTtl),
            ("--start-min-gap", "--start-max-gap", settings.StartRanges.MinGap <= settings.StartRanges.MaxGap),
            ("--start-min-zeros", "--start-max-zeros", settings.StartRanges.MinZeros <= settings.StartRanges.MaxZeros),
            ("--start-min-stake", "--start-max-stake", settings.StartRanges.MinStake <= settings.StartRanges.MaxStake),
            ("--nodes", "as many as there are ports from --port on", settings.Port + settings.Nodes - 1 <= ushort.MaxValue),
        ];
        return pairs.Where(pair => !pair.Fits).Select(pair => $"{pair.Low}: at most {pair.High} expected");
    }
}
