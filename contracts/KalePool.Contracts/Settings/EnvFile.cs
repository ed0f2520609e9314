using System.Text;

namespace KalePool.Contracts.Settings;

/// <summary>
/// The format of <c>--env-file</c>: one <c>NAME=VALUE</c> a line, optionally after <c>export</c>; empty lines and lines starting with <c>#</c> are skipped,
/// as is what follows <c> #</c> behind a bare value. 'single quotes' keep everything as it is, "double quotes" know \n, \t, \" and \\.
/// </summary>
public static class EnvFile
{
    /// <summary>Largest file read, in characters.</summary>
    public const int MaxLength = 1 << 20;

    /// <exception cref="SettingsException">Every line that is not of the format, and every name given twice.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength) throw new SettingsException([new("--env-file", $"{text.Length} characters", $"at most {MaxLength}")]);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var errors = new List<SettingError>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var trimmed = line.Trim().TrimStart('\uFEFF');
            if (trimmed.Length == 0 || trimmed[0] == '#') continue;
            // No setting of the environment can hold it, and no path: whoever uses one with it fails by an exception of the system's.
            if (trimmed.Contains('\0', StringComparison.Ordinal))
            {
                errors.Add(new($"line {number}", "a NUL character", "text"));
                continue;
            }
            if (trimmed.StartsWith("export ", StringComparison.Ordinal)) trimmed = trimmed["export ".Length..].TrimStart();
            var equals = trimmed.IndexOf('=', StringComparison.Ordinal);
            // The line itself is not shown: it may hold a secret.
            if (equals < 1 || !IsName(trimmed.AsSpan(0, equals).TrimEnd()))
            {
                errors.Add(new($"line {number}", "no name before an equals sign", "NAME=VALUE, with a name of letters, digits and underscores"));
                continue;
            }
            var name = trimmed[..equals].TrimEnd();
            if (!TryReadValue(trimmed.AsSpan(equals + 1).Trim(), out var value))
                errors.Add(new($"line {number}, {name}", "a quoted value that does not end where the line does", "a closing quote"));
            else if (lines.TryGetValue(name, out var before))
                errors.Add(new($"line {number}, {name}", $"a second value (the first is on line {before})", "each name once"));
            else (lines[name], values[name]) = (number, value);
        }
        return errors.Count == 0 ? values : throw new SettingsException(errors);
    }

    static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        return name.Length > 0 && !char.IsAsciiDigit(name[0]);
    }

    static bool TryReadValue(ReadOnlySpan<char> raw, out string value)
    {
        value = "";
        if (raw.IsEmpty) return true;
        if (raw[0] is not ('\'' or '"'))
        {
            value = WithoutComment(raw).ToString();
            return true;
        }
        var built = new StringBuilder();
        for (var i = 1; i < raw.Length; i++)
        {
            if (raw[i] == raw[0])
            {
                value = built.ToString();
                var rest = raw[(i + 1)..].Trim();
                return rest.IsEmpty || rest[0] == '#';
            }
            built.Append(raw[0] == '"' && raw[i] == '\\' && i + 1 < raw.Length ? Unescape(raw[++i]) : raw[i].ToString());
        }
        return false;
    }

    static string Unescape(char escaped) => escaped switch
    {
        'n' => "\n",
        't' => "\t",
        '"' or '\\' => escaped.ToString(),
        _ => $"\\{escaped}",
    };

    static ReadOnlySpan<char> WithoutComment(ReadOnlySpan<char> raw)
    {
        for (var i = 0; i < raw.Length; i++)
            if (raw[i] == '#' && (i == 0 || char.IsWhiteSpace(raw[i - 1]))) return raw[..i].TrimEnd();
        return raw;
    }
}
