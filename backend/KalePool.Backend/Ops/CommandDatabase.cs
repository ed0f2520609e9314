using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Ops;

/// <summary>The database of the settings, for commands.</summary>
static class CommandDatabase
{
    /// <exception cref="SettingsException">DATABASE_URL or what belongs to it is wrong.</exception>
    public static Database Of(FileInfo? envFile)
    {
        return Of(Reader(envFile));
    }

    /// <summary>For a command that reads more of the settings than where the database is.</summary>
    public static SettingsReader Reader(FileInfo? envFile) => new(SettingsSource.Load(Environment.GetEnvironmentVariables(), envFile?.FullName));

    /// <exception cref="SettingsException">That, or what was read before it, is wrong or missing.</exception>
    public static Database Of(SettingsReader reader)
    {
        var settings = DatabaseSettings.Read(reader);
        reader.ThrowIfInvalid();
        return Database.Of(settings);
    }
}
