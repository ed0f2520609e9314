using KalePool.Backend.Backups;
using KalePool.Backend.Custody;
using KalePool.Backend.Ops.Journal;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Storage;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Ops.Backup;

/// <summary><c>kalepool restore</c>: fills an empty database, proves the journal and makes the read model from it.</summary>
static class RestoreRun
{
    /// <param name="keysFrom">An env file that names the former database; null: nothing is taken from one.</param>
    /// <returns>The exit status.</returns>
    /// <exception cref="SettingsException">What the database or the master key needs is wrong or missing.</exception>
    public static async Task<int> RunAsync(FileInfo? envFile, FileInfo backup, FileInfo? keysFrom, TextWriter output, CancellationToken cancellation)
    {
        var reader = CommandDatabase.Reader(envFile);
        await using var database = CommandDatabase.Of(reader);
        await using var former = keysFrom is null ? null : KeysTake.Former(keysFrom, database);
        var masters = BackupKeys.Of(reader, database);
        var status = await RunAsync(database, masters, backup.FullName, makesReadModel: true, TimeProvider.System, output, cancellation);
        return former is null ? status : Math.Max(status, await KeysTake.RunAsync(former, database, masters, output, cancellation));
    }

    /// <param name="makesReadModel">It takes most of the time. Without it the first backend that serves makes it.</param>
    public static async Task<int> RunAsync(Database database, MasterKeys masters, string path, bool makesReadModel, TimeProvider time, TextWriter output, CancellationToken cancellation)
    {
        await database.PrepareAsync(cancellation);
        var (takenAt, rows) = await BackupRestore.RunAsync(database, path, masters, cancellation);
        await output.WriteLineAsync($"{rows} rows of {takenAt:yyyy-MM-dd HH:mm:ss}Z are restored into {database.Name}");
        await output.WriteLineAsync($"{await new WalletKeys(database, masters, time).OpenAllAsync(cancellation)} wallet keys open");
        var status = await JournalVerify.RunAsync(database, null, makesReadModel: false, output, cancellation);
        if (status != 0 || !makesReadModel) return status;
        await new ReadModelProjection(database, time).CatchUpAsync((_, _) => { }, cancellation);
        await output.WriteLineAsync("the read model is made from the journal");
        return status;
    }
}
