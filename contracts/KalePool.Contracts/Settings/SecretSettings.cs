namespace KalePool.Contracts.Settings;

/// <summary>Secrets: from NAME, or from the file that NAME_FILE names, trimmed. No error and no warning ever shows one.</summary>
public static class SecretSettings
{
    public const string FileSuffix = "_FILE";

    /// <param name="expected">Ends the sentence "expected …".</param>
    /// <param name="isValid">Says whether a value is right; any when left out.</param>
    public static string RequiredSecret(this SettingsReader reader, string name, string expected, Func<string, bool>? isValid = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var errors = reader.Errors.Count;
        if (reader.OptionalSecret(name, expected, isValid) is { } secret) return secret;
        if (reader.Errors.Count == errors) reader.Missing(name, $"{expected}, here or in a file named by {name}{FileSuffix}");
        return "";
    }

    /// <summary>Null when neither name is set, or when wrong (which is noted).</summary>
    /// <inheritdoc cref="RequiredSecret"/>
    public static string? OptionalSecret(this SettingsReader reader, string name, string expected, Func<string, bool>? isValid = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var fileName = name + FileSuffix;
        var (inline, path) = (reader.Find(name), reader.Find(fileName));
        if (inline is not null && path is not null)
        {
            reader.Fail(name, $"a value beside {fileName}", "only one of them");
            return null;
        }
        var value = path is null ? inline : ReadFile(reader, fileName, path);
        if (value is null || isValid is null || isValid(value)) return value;
        reader.Fail(path is null ? name : fileName, $"a secret of {value.Length} characters that is not one", expected);
        return null;
    }

    static string? ReadFile(SettingsReader reader, string fileName, string path)
    {
        const string Expected = "the path of a file with the secret in it";
        try
        {
            var value = reader.ReadFile(path).Trim();
            if (value.Length is > 0 and <= SettingsReader.MaxValueLength) return value;
            reader.Fail(fileName, $"{SettingsReader.Shown(path)}, a file with {value.Length} characters", Expected);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            reader.Fail(fileName, $"{SettingsReader.Shown(path)} ({e.Message})", Expected);
        }
        return null;
    }
}
