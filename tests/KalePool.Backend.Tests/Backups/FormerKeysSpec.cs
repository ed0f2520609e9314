using KalePool.Backend.Custody;
using KalePool.Backend.Ops;
using KalePool.Backend.Ops.Backup;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Backups;

/// <summary>Farmers who registered after a backup have their keys in the lost database only: they are taken from there, into either kind, and nothing else is.</summary>
public abstract class FormerKeysSpec(ITestDatabases databases) : StorageSpec(databases)
{
    static readonly MasterKey Old = new(Enumerable.Repeat((byte)7, MasterKey.Bytes).ToArray());
    static readonly MasterKey New = new(Enumerable.Repeat((byte)8, MasterKey.Bytes).ToArray());

    readonly ITestDatabases _databases = databases;

    static WalletKeys KeysOf(TestDatabase of, MasterKeys masters) => new(of.Database, masters, TimeProvider.System);

    static async Task<(int Status, string Said)> TakeAsync(TestDatabase into, TestDatabase former, MasterKeys masters)
    {
        var said = new StringWriter();
        return (await KeysTake.RunAsync(former.Database, into.Database, masters, said, CancellationToken.None), said.ToString());
    }

    [Fact]
    public async Task Keys_that_are_newer_than_the_backup_come_from_the_former_database_into_either_kind()
    {
        using var folder = new TempFolder();
        // Keys were rotated after the backup: it has the old master key, the former database both.
        var (before, both) = (new MasterKeys(Old), new MasterKeys(New, Old));
        var (saved, late) = (Guid.NewGuid(), Guid.NewGuid());
        await KeysOf(Db, before).CreateAsync(saved, CancellationToken.None);
        Assert.Equal(0, await BackupRun.RunAsync(Db.Database, before, folder["pool.backup"], null, makesReadModel: false, TimeProvider.System, TextWriter.Null, CancellationToken.None));
        var wallet = await KeysOf(Db, new MasterKeys(New)).CreateAsync(late, CancellationToken.None);
        foreach (var kind in new[] { _databases, new EmbeddedDatabases() })
        {
            await using var restored = await kind.MakeAsync();
            Assert.Equal(0, await RestoreRun.RunAsync(restored.Database, both, folder["pool.backup"], makesReadModel: true, TimeProvider.System, TextWriter.Null, CancellationToken.None));
            var (status, said) = await TakeAsync(restored, Db, both);
            Assert.Equal(0, status);
            Assert.Contains($"the key of farmer {late:D}, wallet {wallet}", said, StringComparison.Ordinal);
            Assert.DoesNotContain(saved.ToString("D"), said, StringComparison.Ordinal);
            Assert.Equal(wallet, (await KeysOf(restored, new MasterKeys(New)).OpenAsync(late, CancellationToken.None)).Address);
            Assert.Equal(2, await KeysOf(restored, both).OpenAllAsync(CancellationToken.None));
            Assert.Equal(0, (await TakeAsync(restored, Db, both)).Status);
            Assert.Equal(2, await restored.ReadAsync<long>("SELECT COUNT(*) FROM wallet_keys"));
        }
    }

    [Fact]
    public async Task What_cannot_be_taken_is_named_and_the_others_are_taken()
    {
        var masters = new MasterKeys(New);
        await using var restored = await _databases.MakeAsync();
        await restored.Database.PrepareAsync(CancellationToken.None);
        var (good, altered, foreign, twice) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        foreach (var farmer in new[] { good, altered, twice }) await KeysOf(Db, masters).CreateAsync(farmer, CancellationToken.None);
        await KeysOf(Db, new MasterKeys(Old)).CreateAsync(foreign, CancellationToken.None);
        await Db.RunAsync("UPDATE wallet_keys SET nonce = @nonce WHERE farmer_id = @id", new { nonce = new byte[12], id = altered.ToString("D") });
        var kept = await KeysOf(restored, masters).CreateAsync(twice, CancellationToken.None);

        var (status, said) = await TakeAsync(restored, Db, masters);

        Assert.Equal(1, status);
        Assert.Contains($"not taken: the wallet key of farmer {altered:D} was altered", said, StringComparison.Ordinal);
        Assert.Contains($"not taken: the wallet key of farmer {foreign:D} was encrypted with master key {Old.Id}", said, StringComparison.Ordinal);
        Assert.Contains($"not taken: farmer {twice:D} has wallet {kept}", said, StringComparison.Ordinal);
        await KeysOf(restored, masters).OpenAsync(good, CancellationToken.None);
        Assert.Equal(2, await KeysOf(restored, masters).OpenAllAsync(CancellationToken.None));
    }
}

public sealed class FormerKeysOnSqliteSpec() : FormerKeysSpec(new EmbeddedDatabases())
{
    /// <summary>As it is typed: the environment names the present database, a file the former one.</summary>
    [Fact]
    public async Task The_commands_take_them_and_refuse_a_former_database_that_is_none()
    {
        using var folder = new TempFolder();
        var (restored, later) = (folder["restored.db"], folder["later.db"]);
        var key = Convert.ToBase64String(Enumerable.Repeat((byte)8, MasterKey.Bytes).ToArray());
        await BackupAsync(folder["empty.backup"]);
        var farmer = Guid.NewGuid();
        var wallet = await new WalletKeys(Db.Database, Masters, TimeProvider.System).CreateAsync(farmer, CancellationToken.None);
        await File.WriteAllTextAsync(folder["former.env"], $"DATABASE_URL={Db.Url}\n");
        foreach (var (name, database) in new[] { ("restored", restored), ("later", later) }) await File.WriteAllLinesAsync(folder[name + ".env"], [$"DATABASE_URL=sqlite:{database}", $"KALEPOOL_MASTER_KEY={key}"]);

        var (status, said) = await BackendProcess.EndOfAsync("restore", folder["empty.backup"], "--keys-from", folder["former.env"], "--env-file", folder["restored.env"]);
        Assert.True(status == 0, said);
        Assert.Contains($"farmer {farmer:D}, wallet {wallet}", said, StringComparison.Ordinal);

        (status, said) = await BackendProcess.EndOfAsync("restore", folder["empty.backup"], "--env-file", folder["later.env"]);
        Assert.True(status == 0, said);
        (status, said) = await BackendProcess.EndOfAsync("keys", "take", folder["former.env"], "--env-file", folder["later.env"]);
        Assert.True(status == 0, said);
        Assert.Contains("1 wallet keys were missing", said, StringComparison.Ordinal);

        foreach (var (wrong, named) in new[] { ("", "DATABASE_URL"), ($"DATABASE_URL=sqlite:{later}", "not the present one"), ("DATABASE_URL=mysql://x", "wrong.env: DATABASE_URL") })
        {
            await File.WriteAllTextAsync(folder["wrong.env"], wrong + "\n");
            (status, said) = await BackendProcess.EndOfAsync("keys", "take", folder["wrong.env"], "--env-file", folder["later.env"]);
            Assert.Equal(2, status);
            Assert.Contains(named, said, StringComparison.Ordinal);
        }
        await File.WriteAllTextAsync(folder["wrong.env"], $"DATABASE_URL=sqlite:{folder["nowhere.db"]}\n");
        (status, said) = await BackendProcess.EndOfAsync("keys", "take", folder["wrong.env"], "--env-file", folder["later.env"]);
        Assert.Equal(1, status);
        Assert.Contains("nowhere.db cannot be read", said, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["nowhere.db"]));
    }

    static MasterKeys Masters => new(new MasterKey(Enumerable.Repeat((byte)8, MasterKey.Bytes).ToArray()));

    async Task BackupAsync(string file) =>
        Assert.Equal(0, await BackupRun.RunAsync(Db.Database, Masters, file, null, makesReadModel: false, TimeProvider.System, TextWriter.Null, CancellationToken.None));
}

[Collection(PostgresCollection.Name)]
public sealed class FormerKeysOnPostgresSpec(PostgresServer server) : FormerKeysSpec(server);
