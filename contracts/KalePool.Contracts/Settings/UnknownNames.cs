namespace KalePool.Contracts.Settings;

/// <summary>Finds names that somebody probably meant for us and that have no effect.</summary>
static class UnknownNames
{
    /// <summary>Nobody else's variables begin like this.</summary>
    static readonly string[] OurPrefixes = ["KALE_", "KALEPOOL_", "POOLER_", "BACKEND_API_"];

    /// <summary>Two slips of the keyboard; names shorter than <see cref="ShortestTypo"/> are too near to anything.</summary>
    const int TypoDistance = 2;
    const int ShortestTypo = 8;

    internal static IReadOnlyList<string> Of(SettingsSource source, IReadOnlySet<string> asked, IReadOnlySet<string> own, IReadOnlySet<string> others)
    {
        var known = own.Union(asked).ToArray();
        var warnings = new List<string>();
        foreach (var (name, value) in source.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (asked.Contains(name) || others.Contains(name) || string.IsNullOrWhiteSpace(value)) continue;
            if (own.Contains(name)) warnings.Add($"{name} is set but not used by this version");
            else if (Nearest(name, known) is { } near) warnings.Add($"{name} is not a setting: did you mean {near}?");
            else if (source.FromFile.Contains(name) || OurPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                warnings.Add($"{name} is not a setting and has no effect");
        }
        return warnings;
    }

    static string? Nearest(string name, IEnumerable<string> known) => name.Length < ShortestTypo ? null : known
        .Select(candidate => (candidate, Distance: Distance(name.ToUpperInvariant(), candidate)))
        .Where(pair => pair.Distance <= TypoDistance)
        .OrderBy(pair => pair.Distance)
        .Select(pair => pair.candidate)
        .FirstOrDefault();

    /// <summary>Levenshtein's.</summary>
    static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > TypoDistance) return int.MaxValue;
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                row[j] = Math.Min(Math.Min(previous[j], row[j - 1]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            previous = row;
        }
        return previous[^1];
    }
}
