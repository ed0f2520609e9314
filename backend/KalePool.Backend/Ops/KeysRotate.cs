using KalePool.Backend.Custody;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Ops;

/// <summary><c>kalepool keys rotate</c>.</summary>
static class KeysRotate
{
    const int ToldEvery = 100;

    /// <exception cref="SettingsException">A key is missing: the present one must be stated, a file beside the database is not replaced.</exception>
    public static async Task RunAsync(FileInfo? envFile, TextWriter output, CancellationToken cancellation)
    {
        var reader = new SettingsReader(SettingsSource.Load(Environment.GetEnvironmentVariables(), envFile?.FullName));
        var settings = BackendSettings.Read(reader);
        if (settings.MasterKey is null) reader.Missing("KALEPOOL_MASTER_KEY", "32 bytes in base64: the key to encrypt with from now on");
        if (settings.PreviousMasterKey is null) reader.Missing("KALEPOOL_MASTER_KEY_PREVIOUS", "32 bytes in base64: the key that the wallets are encrypted with");
        reader.ThrowIfInvalid();
        await using var database = Database.Of(settings.Database);
        await database.PrepareAsync(cancellation);
        var masters = MasterKeys.Of(settings, database);
        var done = await new KeyRotation(database, masters).RunAsync(Tell, cancellation);
        await output.WriteLineAsync($"{done} wallets in {database.Name} were encrypted anew; all of them open with master key {masters.Present.Id}");

        void Tell(int wallets)
        {
            if (wallets % ToldEvery == 0) output.WriteLine($"{wallets} wallets");
        }
    }
}
