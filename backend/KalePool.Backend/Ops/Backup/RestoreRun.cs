using KalePool.Backend.Backups;
using KalePool.Backend.Custody;
using KalePool.Backend.Ops.Journal;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Ops.Backup;

/// <summary><c>kalepool restore</c>: fills an empty database, makes the read model from the journal and proves both.</summary>
static class RestoreRun
{
    /// <returns>The exit status.</returns>
    /// <exception cref="SettingsException">What the database or the master key needs is wrong or missing.</exception>
    public static async Task<int> RunAsync(FileInfo? envFile, FileInfo backup, TextWriter output, CancellationToken cancellation)
    {
        var reader = new SettingsReader(SettingsSource.Load(Environment.GetEnvironmentVariables(), envFile?.FullName));
        var settings = DatabaseSettings.Read(reader);
        reader.ThrowIfInvalid();
        await using var database = Database.Of(settings);
        return await RunAsync(database, BackupKeys.Of(reader, database), backup.FullName, TimeProvider.System, output, cancellation);
    }

    public static async Task<int> RunAsync(Database database, MasterKeys masters, string path, TimeProvider time, TextWriter output, CancellationToken cancellation)
    {
        await database.PrepareAsync(cancellation);
        var (takenAt, rows) = await BackupRestore.RunAsync(database, path, masters, cancellation);
        await output.WriteLineAsync($"{rows} rows of {takenAt:yyyy-MM-dd HH:mm:ss}Z are restored into {database.Name}");
        await output.WriteLineAsync($"{await new WalletKeys(database, masters, time).OpenAllAsync(cancellation)} wallet keys open");
        await new ReadModelProjection(database, time).CatchUpAsync((_, _) => { }, cancellation);
        return await JournalVerify.RunAsync(database, null, output, cancellation);
    }
}
