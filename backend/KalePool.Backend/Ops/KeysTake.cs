using System.Collections;
using KalePool.Backend.Backups;
using KalePool.Backend.Custody;
using KalePool.Backend.Ops.Backup;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Ops;

/// <summary><c>kalepool keys take</c>, and what <c>kalepool restore --keys-from</c> does at its end.</summary>
static class KeysTake
{
    const string Setting = "DATABASE_URL";

    /// <returns>The exit status.</returns>
    /// <exception cref="SettingsException">What one of the databases or the master key needs is wrong or missing.</exception>
    public static async Task<int> RunAsync(FileInfo? envFile, FileInfo formerEnvFile, TextWriter output, CancellationToken cancellation)
    {
        var reader = CommandDatabase.Reader(envFile);
        await using var database = CommandDatabase.Of(reader);
        await using var former = Former(formerEnvFile, database);
        var masters = BackupKeys.Of(reader, database);
        await database.PrepareAsync(cancellation);
        return await RunAsync(former, database, masters, output, cancellation);
    }

    public static async Task<int> RunAsync(Database former, Database database, MasterKeys masters, TextWriter output, CancellationToken cancellation)
    {
        var (taken, lost) = await FormerKeys.TakeAsync(former, new WalletKeys(database, masters, TimeProvider.System), output, cancellation);
        await output.WriteLineAsync($"{taken} wallet keys were missing in {database.Name} and are taken from {former.Name}, {lost} could not be");
        return lost == 0 ? 0 : 1;
    }

    /// <summary>Only what stands in the file counts: the environment names the present database.</summary>
    /// <exception cref="SettingsException">It names none, a wrong one, or the present one.</exception>
    public static Database Former(FileInfo envFile, Database present)
    {
        var source = SettingsSource.Load(new Hashtable(), envFile.FullName);
        var reader = new SettingsReader(source);
        var settings = DatabaseSettings.Read(reader);
        if (!source.Values.ContainsKey(Setting)) reader.Missing(Setting, "the former database");
        if (reader.Errors.Count > 0) throw new SettingsException([.. reader.Errors.Select(error => error with { Name = $"{envFile.Name}: {error.Name}" })]);
        var former = Database.Of(settings);
        return former.Name != present.Name ? former : throw new SettingsException([new($"{envFile.Name}: {Setting}", former.Name, "the former database, not the present one")]);
    }
}
