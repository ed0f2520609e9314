using KalePool.Contracts.Settings;

namespace KalePool.Pooler.Settings;

/// <summary>What is said, and where it is written besides.</summary>
/// <param name="File">Null: nowhere else.</param>
/// <param name="FileBytes">Of one file.</param>
/// <param name="FilesKept">Full ones, beside the present one.</param>
sealed record LogSettings(LogLevel Level, string? File, long FileBytes, int FilesKept)
{
    public static LogSettings Read(SettingsReader reader) => new(
        Enum.Parse<LogLevel>(reader.Choice("LOG_LEVEL", nameof(LogLevel.Info), Enum.GetNames<LogLevel>())),
        ReadFile(reader),
        (long)reader.Int("LOG_FILE_MB", 10, 1, 10_000) << 20,
        reader.Int("LOG_FILES_KEPT", 5, 0, 100));

    static string? ReadFile(SettingsReader reader)
    {
        const string Name = "LOG_FILE";
        if (reader.OptionalText(Name) is not { } text) return null;
        var path = Path.GetFullPath(text);
        if (!Directory.Exists(Path.GetDirectoryName(path)) || Directory.Exists(path)) reader.Fail(Name, SettingsReader.Shown(text), "a file in a folder that is there");
        return path;
    }
}
