using System.Collections;

namespace KalePool.Contracts.Settings;

/// <summary>The names and values that settings are read from.</summary>
/// <param name="FromFile">Those names that stand in the env file: there every name is meant for us, in the environment only some are.</param>
public sealed record SettingsSource(IReadOnlyDictionary<string, string> Values, IReadOnlySet<string> FromFile)
{
    /// <summary>The environment over an env file: a name present in both, even empty in the environment, is the environment's.</summary>
    /// <param name="environment">As <see cref="Environment.GetEnvironmentVariables()"/> gives it.</param>
    /// <exception cref="SettingsException">The file cannot be read, or is not of the format.</exception>
    public static SettingsSource Load(IDictionary environment, string? envFile = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var fromFile = envFile is null ? new Dictionary<string, string>() : EnvFile.Parse(ReadText(envFile));
        var values = new Dictionary<string, string>(fromFile, StringComparer.Ordinal);
        foreach (DictionaryEntry entry in environment)
            if (entry is { Key: string name, Value: string value }) values[name] = value;
        return new(values, fromFile.Keys.ToHashSet(StringComparer.Ordinal));
    }

    public static SettingsSource Of(IReadOnlyDictionary<string, string> values) => new(values, new HashSet<string>());

    static string ReadText(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= EnvFile.MaxLength
                ? File.ReadAllText(path)
                : throw new SettingsException([new("--env-file", $"\"{path}\" with {length} bytes", $"at most {EnvFile.MaxLength}")]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingsException([new("--env-file", $"\"{path}\" ({e.Message})", "a file that can be read")]);
        }
    }
}
