using System.Globalization;

namespace KalePool.Contracts.Settings;

/// <summary>
/// Durations, with the unit as the last word of the name: X_MS, X_SECONDS, X_MINUTES or X_HOURS, whichever the user likes. A name without a unit has one by
/// definition (<c>REQUEST_TIMEOUT</c> is in milliseconds). Values may have decimals.
/// </summary>
public static class DurationSettings
{
    static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("_MS", TimeSpan.FromMilliseconds(1)),
        ("_SECONDS", TimeSpan.FromSeconds(1)),
        ("_MINUTES", TimeSpan.FromMinutes(1)),
        ("_HOURS", TimeSpan.FromHours(1)),
    ];

    /// <param name="name">The documented name, with or without a unit.</param>
    /// <param name="bareUnit">The unit of a name that has none.</param>
    public static TimeSpan Duration(this SettingsReader reader, string name, TimeSpan fallback, TimeSpan min, TimeSpan max, TimeSpan? bareUnit = null) =>
        reader.OptionalDuration(name, min, max, bareUnit) ?? fallback;

    /// <summary>Null when not set, or wrong (which is noted).</summary>
    public static TimeSpan? OptionalDuration(this SettingsReader reader, string name, TimeSpan min, TimeSpan max, TimeSpan? bareUnit = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(name);
        var documented = Units.FirstOrDefault(unit => name.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var stem = documented.Suffix is null ? name : name[..^documented.Suffix.Length];
        var names = Units.Select(unit => (Name: stem + unit.Suffix, unit.Unit)).ToList();
        if (documented.Suffix is null)
            names.Insert(0, (name, bareUnit ?? throw new ArgumentException($"{name} has no unit in its name", nameof(bareUnit))));

        var set = names.Where(candidate => reader.Find(candidate.Name) is not null).ToArray();
        if (set.Length == 0) return null;
        if (set.Length > 1)
        {
            reader.Fail(set[1].Name, $"a second value beside {set[0].Name}", "only one of them");
            return null;
        }
        return reader.Optional<TimeSpan?>(set[0].Name, null, Expected(set[0].Unit, min, max), (string text, out TimeSpan? value) =>
        {
            value = Parse(text, set[0].Unit) is { } parsed && parsed >= min && parsed <= max ? parsed : null;
            return value is not null;
        });
    }

    static TimeSpan? Parse(string text, TimeSpan unit)
    {
        const decimal MostTicks = 3_155_760_000_000_000m; // ten years
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        return number <= MostTicks / unit.Ticks ? TimeSpan.FromTicks((long)(number * unit.Ticks)) : null;
    }

    static string Expected(TimeSpan unit, TimeSpan min, TimeSpan max)
    {
        var name = Units.Single(known => known.Unit == unit).Suffix switch { "_MS" => "milliseconds", var suffix => suffix[1..].ToLowerInvariant() };
        return string.Create(CultureInfo.InvariantCulture, $"a number of {name} from {(decimal)min.Ticks / unit.Ticks:0.####} to {(decimal)max.Ticks / unit.Ticks:0.####}");
    }
}
