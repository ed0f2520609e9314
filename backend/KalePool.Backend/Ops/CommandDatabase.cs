using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Ops;

/// <summary>The database of the settings, for commands that need nothing else of them.</summary>
static class CommandDatabase
{
    /// <exception cref="SettingsException">DATABASE_URL or what belongs to it is wrong.</exception>
    public static Database Of(FileInfo? envFile)
    {
        var reader = new SettingsReader(SettingsSource.Load(Environment.GetEnvironmentVariables(), envFile?.FullName));
        var settings = DatabaseSettings.Read(reader);
        reader.ThrowIfInvalid();
        return Database.Of(settings);
    }
}
