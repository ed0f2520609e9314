namespace KalePool.Contracts.Settings;

/// <summary>Parses one value; false when it is not of the kind.</summary>
public delegate bool SettingParser<T>(string text, out T value);

/// <summary>
/// Reads settings by name and collects every error before anything fails: getters return a fallback (or default) for a wrong value and note it;
/// <see cref="ThrowIfInvalid"/> then reports all at once. The typed getters are extension methods beside this class.
/// </summary>
/// <param name="source">Where the values come from.</param>
/// <param name="readFile">Reads a file named by a NAME_FILE setting; the real file system when left out.</param>
public sealed class SettingsReader(SettingsSource source, Func<string, string>? readFile = null)
{
    /// <summary>Longest value of one setting, in characters.</summary>
    public const int MaxValueLength = 8192;

    const int ShownLength = 60;

    readonly List<SettingError> _errors = [];
    readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    readonly Func<string, string> _readFile = readFile ?? ReadSmallFile;

    public IReadOnlyList<SettingError> Errors => _errors;

    /// <summary>The trimmed value; null when the name is not set, or set to nothing.</summary>
    public string? Find(string name)
    {
        _asked.Add(name);
        var value = source.Values.GetValueOrDefault(name)?.Trim();
        if (value is not { Length: > MaxValueLength }) return string.IsNullOrEmpty(value) ? null : value;
        Fail(name, $"{value.Length} characters", $"at most {MaxValueLength}");
        return null;
    }

    /// <param name="expected">Ends the sentence "expected …".</param>
    public T Required<T>(string name, string expected, SettingParser<T> parse)
    {
        var errors = _errors.Count;
        if (Find(name) is { } text) return Parsed(name, text, default!, expected, parse);
        if (_errors.Count == errors) Missing(name, expected);
        return default!;
    }

    /// <inheritdoc cref="Required"/>
    public T Optional<T>(string name, T fallback, string expected, SettingParser<T> parse) =>
        Find(name) is { } text ? Parsed(name, text, fallback, expected, parse) : fallback;

    public string RequiredText(string name, string expected) => Required(name, expected, (string text, out string value) => (value = text).Length > 0);

    public string? OptionalText(string name) => Find(name);

    /// <summary>Notes that a value, fine by itself, is wrong: it does not agree with another, or the machine lacks what it names.</summary>
    public void Fail(string name, string found, string expected) => _errors.Add(new(name, found, expected));

    public void Missing(string name, string expected) => Fail(name, "nothing (it is not set)", expected);

    /// <summary>A value as an error may show it: in quotes, without control characters, shortened.</summary>
    public static string Shown(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var clean = string.Concat(value.Select(c => char.IsControl(c) ? '?' : c));
        return clean.Length <= ShownLength ? $"\"{clean}\"" : $"\"{clean[..ShownLength]}…\" ({clean.Length} characters)";
    }

    /// <exception cref="SettingsException">When any getter noted an error.</exception>
    public void ThrowIfInvalid()
    {
        if (_errors.Count > 0) throw new SettingsException(_errors.ToArray());
    }

    /// <summary>Names that are set, look like ours and have no effect. Call it after everything was read.</summary>
    /// <param name="own">All names this program knows, read or not.</param>
    /// <param name="others">Names of our other programs, which may share a file: never reported.</param>
    public IReadOnlyList<string> Warnings(IEnumerable<string> own, IEnumerable<string> others) =>
        UnknownNames.Of(source, _asked, own.ToHashSet(StringComparer.Ordinal), others.ToHashSet(StringComparer.Ordinal));

    internal string ReadFile(string path) => _readFile(path);

    T Parsed<T>(string name, string text, T fallback, string expected, SettingParser<T> parse)
    {
        if (parse(text, out var value)) return value;
        Fail(name, Shown(text), expected);
        return fallback;
    }

    static string ReadSmallFile(string path) => new FileInfo(path) is { Length: > MaxValueLength } file
        ? throw new IOException($"it has {file.Length} bytes, more than {MaxValueLength}")
        : File.ReadAllText(path);
}
