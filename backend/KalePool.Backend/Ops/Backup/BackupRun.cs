using System.Globalization;
using KalePool.Backend.Backups;
using KalePool.Backend.Custody;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Ops.Backup;

/// <summary><c>kalepool backup</c>: writes a backup and proves it before older ones go.</summary>
static class BackupRun
{
    const string Beginning = "kalepool-";
    const string Ending = ".backup";
    const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="keep">Null: all of them.</param>
    /// <param name="makesReadModel">Whether that belongs to the proof; it takes most of the time.</param>
    /// <returns>The exit status.</returns>
    /// <exception cref="SettingsException">What the database or the master key needs is wrong or missing.</exception>
    public static async Task<int> RunAsync(FileInfo? envFile, string target, int? keep, bool makesReadModel, TextWriter output, CancellationToken cancellation)
    {
        var reader = CommandDatabase.Reader(envFile);
        await using var database = CommandDatabase.Of(reader);
        return await RunAsync(database, BackupKeys.Of(reader, database), target, keep, makesReadModel, TimeProvider.System, output, cancellation);
    }

    public static async Task<int> RunAsync(Database database, MasterKeys masters, string target, int? keep, bool makesReadModel, TimeProvider time, TextWriter output, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var isFolder = Directory.Exists(target);
        var path = isFolder ? Path.Combine(target, Beginning + now.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) + Ending) : Path.GetFullPath(target);
        var rows = await BackupWriter.WriteAsync(database, masters.Present, path, now, cancellation);
        await output.WriteLineAsync($"{path}: {rows} rows, {new FileInfo(path).Length} bytes; only master key {masters.Present.Id} opens it, which is not in it");
        var status = await ProveAsync(path, masters, makesReadModel, time, output, cancellation);
        if (status == 0 && isFolder && keep is { } most) await ForgetAsync(target, most, output);
        return status;
    }

    /// <summary>Of a folder's newest backup; null where it has none.</summary>
    public static DateTimeOffset? NewestOf(string folder) => Directory.GetFiles(folder, Beginning + "*" + Ending)
        .Select(path => Path.GetFileName(path)[Beginning.Length..^Ending.Length])
        .Select(text => DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : (DateTimeOffset?)null)
        .Max();

    /// <summary>As after a loss: into a database that has nothing.</summary>
    static async Task<int> ProveAsync(string path, MasterKeys masters, bool makesReadModel, TimeProvider time, TextWriter output, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("kalepool-backup-");
        await using var fresh = new SqliteDatabase(new DatabaseSettings.Sqlite(Path.Combine(folder.FullName, "restored.db"), Patience));
        try
        {
            return await RestoreRun.RunAsync(fresh, masters, path, makesReadModel, time, output, cancellation);
        }
        finally
        {
            fresh.Forget();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The time in their names is their order.</summary>
    static async Task ForgetAsync(string folder, int keep, TextWriter output)
    {
        foreach (var old in Directory.GetFiles(folder, Beginning + "*" + Ending).OrderDescending(StringComparer.Ordinal).Skip(keep))
        {
            File.Delete(old);
            await output.WriteLineAsync($"{old} is deleted");
        }
    }
}
