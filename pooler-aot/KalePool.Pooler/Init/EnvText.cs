using System.Text;

namespace KalePool.Pooler.Init;

/// <summary>Writes what <see cref="Contracts.Settings.EnvFile"/> reads.</summary>
static class EnvText
{
    /// <exception cref="FormatException">A value has a line break.</exception>
    public static string Of(string title, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var text = new StringBuilder($"# {title}\n");
        foreach (var (name, value) in settings) text.Append(name).Append('=').Append(Quoted(value)).Append('\n');
        return text.ToString();
    }

    static string Quoted(string value) =>
        value.AsSpan().ContainsAny('\n', '\r') ? throw new FormatException("a value of several lines")
        : value.Length > 0 && !value.AsSpan().ContainsAny(" #'\"\t") ? value
        : !value.Contains('\'', StringComparison.Ordinal) ? $"'{value}'"
        : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
