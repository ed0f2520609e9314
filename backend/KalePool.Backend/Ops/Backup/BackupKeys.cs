using KalePool.Backend.Custody;
using KalePool.Backend.Storage;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Ops.Backup;

/// <summary>The master key of the settings, or the one that stands beside an embedded database. None is made here: another one than the backend's would open nothing.</summary>
static class BackupKeys
{
    const string Expected = "32 bytes in base64";
    const string Name = "KALEPOOL_MASTER_KEY";

    /// <exception cref="SettingsException">There is none.</exception>
    public static MasterKeys Of(SettingsReader reader, Database database)
    {
        var previous = reader.OptionalSecret(Name + "_PREVIOUS", Expected, MasterKey.IsText);
        var present = reader.OptionalSecret(Name, Expected, MasterKey.IsText) ?? Beside(reader, database);
        reader.ThrowIfInvalid();
        return new MasterKeys(KeyOf(present!), previous is null ? null : KeyOf(previous));
    }

    static MasterKey KeyOf(string text) => new(Convert.FromBase64String(text));

    static string? Beside(SettingsReader reader, Database database)
    {
        var path = database.Path + MasterKeys.FileEnding;
        if (database.Path is not null && File.Exists(path)) return SecretFile.ReadOrMake(path, () => "", MasterKey.IsText, out _);
        if (reader.Errors.Count == 0) reader.Missing(Name, database.Path is null ? $"{Expected}: the key of the backend's wallets" : $"{Expected}, or the file {path}: the key of the backend's wallets");
        return null;
    }
}
