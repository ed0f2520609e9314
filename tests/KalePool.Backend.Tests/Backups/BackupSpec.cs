using System.Text;
using KalePool.Backend.Backups;
using KalePool.Backend.Custody;
using KalePool.Backend.Ops.Backup;
using KalePool.Backend.Ops.Journal;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Backend.Tests.Journals;
using KalePool.Backend.Tests.ReadModel;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Backups;

/// <summary>What is backed up comes back as it was, into a database of the same kind; what was changed does not come back at all.</summary>
public abstract class BackupSpec(ITestDatabases databases) : StorageSpec(databases)
{
    protected static readonly MasterKey Master = new(Enumerable.Repeat((byte)9, MasterKey.Bytes).ToArray());
    protected static readonly MasterKeys Masters = new(Master);

    readonly ITestDatabases _databases = databases;

    /// <summary>A pool's life, one whose events are linked, wallets, and a row of each of the other tables.</summary>
    protected static async Task<IReadOnlyList<Guid>> FillAsync(TestDatabase db)
    {
        await new JournalWriter().WriteAsync(db, Story.Whole);
        await using (var node = await LinkedNode.StartAsync(db.Database)) await node.LiveAsync(Guid.NewGuid(), 3);
        var farmers = new[] { Guid.NewGuid(), Guid.NewGuid() };
        foreach (var farmer in farmers) await new WalletKeys(db.Database, Masters, TimeProvider.System).CreateAsync(farmer, CancellationToken.None);
        await db.RunAsync("INSERT INTO due (kind, id) VALUES ('farmer', 'a')");
        await new DepositPositions(db.Database).AdvanceAsync("0000000000000000042", CancellationToken.None);
        await new PoolerAccounts(db.Database, new JournalIndex(db.Database)).ClaimAsync("GPOOLER", CancellationToken.None);
        await new ReadModelProjection(db.Database, TimeProvider.System).CatchUpAsync((_, _) => { }, CancellationToken.None);
        return farmers;
    }

    Task<string> BackUpAsync(string target, int? keep = null, TimeProvider? time = null) => BackUpAsync(Db, target, keep, time);

    protected static async Task<string> BackUpAsync(TestDatabase db, string target, int? keep = null, TimeProvider? time = null)
    {
        var said = new StringWriter();
        Assert.True(0 == await BackupRun.RunAsync(db.Database, Masters, target, keep, makesReadModel: false, time ?? TimeProvider.System, said, CancellationToken.None), said.ToString());
        return said.ToString();
    }

    protected static async Task RestoreAsync(TestDatabase into, string file, MasterKeys? masters = null) =>
        Assert.Equal(0, await RestoreRun.RunAsync(into.Database, masters ?? Masters, file, makesReadModel: true, TimeProvider.System, TextWriter.Null, CancellationToken.None));

    static async Task<string> RefusedAsync(TestDatabase into, string file, MasterKeys? masters = null) =>
        (await Assert.ThrowsAsync<StorageException>(() => RestoreAsync(into, file, masters))).Message;

    [Fact]
    public async Task Everything_that_cannot_be_made_again_comes_back_into_either_database_and_the_rest_is_made_again()
    {
        using var folder = new TempFolder();
        var farmers = await FillAsync(Db);
        await BackUpAsync(folder["pool.backup"]);
        var expected = await TableDump.OfAsync(Db);
        var rows = new List<string>();
        foreach (var table in BackupTables.All) rows.Add(await RowsAsync(Db, table));
        foreach (var kind in new[] { _databases, new EmbeddedDatabases() })
        {
            await using var restored = await kind.MakeAsync();
            await RestoreAsync(restored, folder["pool.backup"]);
            foreach (var (table, before) in BackupTables.All.Zip(rows)) Assert.Equal(before, await RowsAsync(restored, table));
            if (kind == _databases) Assert.Equal(expected, await TableDump.OfAsync(restored));
            await GoesOnAsync(restored, farmers);
        }
    }

    protected static async Task GoesOnAsync(TestDatabase restored, IEnumerable<Guid> farmers)
    {
        foreach (var farmer in farmers) await new WalletKeys(restored.Database, Masters, TimeProvider.System).OpenAsync(farmer, CancellationToken.None);
        // What is written next has a number behind those that came back.
        await using (var node = await LinkedNode.StartAsync(restored.Database)) await node.LiveAsync(Guid.NewGuid(), 1);
        await new ReadModelProjection(restored.Database, TimeProvider.System).CatchUpAsync((_, _) => { }, CancellationToken.None);
        Assert.Equal(0, await JournalVerify.RunAsync(restored.Database, null, makesReadModel: true, TextWriter.Null, CancellationToken.None));
    }

    private protected static async Task<string> RowsAsync(TestDatabase of, BackupTable table)
    {
        await using var snapshot = await DatabaseSnapshot.TakeAsync(of.Database, CancellationToken.None);
        using var bytes = new MemoryStream();
        await using var to = new BinaryWriter(bytes);
        await foreach (var row in snapshot.RowsAsync($"SELECT {string.Join(", ", table.Columns.Select(c => c.Name))} FROM {table.Name} ORDER BY {table.Order}", null, CancellationToken.None))
        {
            for (var i = 0; i < table.Columns.Count; i++) to.Write(row, i, table.Columns[i].Kind);
        }
        return Convert.ToHexString(bytes.ToArray());
    }

    /// <summary>Whoever adds a table says here what becomes of it.</summary>
    [Fact]
    public async Task Every_table_and_column_is_in_it_or_is_made_again()
    {
        var tables = Db.Database is SqliteDatabase
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'";
        var found = new List<string>();
        await using var snapshot = await DatabaseSnapshot.TakeAsync(Db.Database, CancellationToken.None);
        await foreach (var row in snapshot.RowsAsync(tables, null, CancellationToken.None)) found.Add(row.GetString(0));
        Assert.Equal(found.Order(), BackupTables.All.Select(t => t.Name).Concat(BackupTables.MadeAnew).Order());
        foreach (var table in BackupTables.All)
        {
            var columns = Db.Database is SqliteDatabase ? $"SELECT COUNT(*) FROM pragma_table_info('{table.Name}')" : $"SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table.Name}'";
            Assert.Equal(table.Columns.Count, await snapshot.ScalarAsync<long>(columns, null, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Nothing_can_be_read_in_it_without_the_key_and_nothing_changed_unnoticed()
    {
        using var folder = new TempFolder();
        await FillAsync(Db);
        await BackUpAsync(folder["pool.backup"]);
        var whole = await File.ReadAllBytesAsync(folder["pool.backup"]);
        Assert.DoesNotContain("GPAYOUT1", Encoding.Latin1.GetString(whole), StringComparison.Ordinal);
        await using var empty = await _databases.MakeAsync();
        Assert.Contains($"was encrypted with master key {Master.Id}", await RefusedAsync(empty, folder["pool.backup"], new MasterKeys(new MasterKey(new byte[MasterKey.Bytes]))), StringComparison.Ordinal);
        foreach (var at in new[] { 0, 20, 40, 68, 100, whole.Length / 2, whole.Length - 1 })
        {
            var changed = whole.ToArray();
            changed[at] ^= 1;
            await RefusedAsAsync(changed);
        }
        foreach (var length in new[] { 0, 10, SealedFormat.HeaderBytes, SealedFormat.HeaderBytes + 2, whole.Length / 2, whole.Length - 1 }) await RefusedAsAsync(whole[..length]);
        await RefusedAsAsync([.. whole, 0]);
        foreach (var table in BackupTables.All) Assert.Equal(0, await empty.ReadAsync<long>($"SELECT COUNT(*) FROM {table.Name}"));
        await RestoreAsync(empty, folder["pool.backup"]);

        async Task RefusedAsAsync(byte[] bytes)
        {
            await File.WriteAllBytesAsync(folder["changed.backup"], bytes);
            Assert.StartsWith(folder["changed.backup"], await RefusedAsync(empty, folder["changed.backup"]), StringComparison.Ordinal);
        }
    }

    /// <summary>The old one may have keys that the backup has not.</summary>
    [Fact]
    public async Task Is_restored_into_an_empty_database_only()
    {
        using var folder = new TempFolder();
        await FillAsync(Db);
        await BackUpAsync(folder["pool.backup"]);
        Assert.Contains("is not empty (journal)", await RefusedAsync(Db, folder["pool.backup"]), StringComparison.Ordinal);
        await using var other = await _databases.MakeAsync();
        await other.Database.PrepareAsync(CancellationToken.None);
        await new WalletKeys(other.Database, Masters, TimeProvider.System).CreateAsync(Guid.NewGuid(), CancellationToken.None);
        Assert.Contains("is not empty (wallet_keys)", await RefusedAsync(other, folder["pool.backup"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_that_cannot_be_proven_is_told_and_keeps_the_older_ones()
    {
        using var folder = new TempFolder();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await FillAsync(Db);
        for (var i = 0; i < 3; i++)
        {
            await BackUpAsync(folder.Path, 2, time);
            time.Advance(TimeSpan.FromHours(1));
        }
        Assert.Equal(["kalepool-20260102T040405Z.backup", "kalepool-20260102T050405Z.backup"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        var taken = await Assert.ThrowsAsync<StorageException>(() => BackUpAsync(folder["kalepool-20260102T040405Z.backup"]));
        Assert.Contains("is there already", taken.Message, StringComparison.Ordinal);

        await Db.RunAsync("DELETE FROM journal WHERE persistence_id = @id AND sequence_number = 2", new { id = $"farmer-{Story.Farmer(2):N}" });
        var said = new StringWriter();
        Assert.Equal(1, await BackupRun.RunAsync(Db.Database, Masters, folder.Path, 2, makesReadModel: false, time, said, CancellationToken.None));
        Assert.Contains($"difference: farmer-{Story.Farmer(2):N}: event 2 is missing", said.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);
    }
}

public sealed class BackupOnSqliteSpec() : BackupSpec(new EmbeddedDatabases())
{
    [Fact]
    public async Task Is_of_one_moment_while_events_are_written()
    {
        using var folder = new TempFolder();
        await using var node = await LinkedNode.StartAsync(Db.Database);
        using var enough = new CancellationTokenSource();
        var writing = WriteAsync();
        for (var i = 0; i < 5; i++)
            Assert.Equal(0, await BackupRun.RunAsync(Db.Database, Masters, folder[$"{i}.backup"], null, makesReadModel: true, TimeProvider.System, TextWriter.Null, CancellationToken.None));
        await enough.CancelAsync();
        Assert.True(await writing > 0);

        async Task<int> WriteAsync()
        {
            var lives = 0;
            for (; !enough.IsCancellationRequested; lives++) await node.LiveAsync(Guid.NewGuid(), 5);
            return lives;
        }
    }
}

[Collection(PostgresCollection.Name)]
public sealed class BackupOnPostgresSpec(PostgresServer server) : BackupSpec(server)
{
    readonly PostgresServer _server = server;

    [Fact]
    public async Task Comes_from_SQLite_too_and_goes_on_as_if_it_had_always_been_here()
    {
        using var folder = new TempFolder();
        await using var embedded = await TestDatabase.MakeAsync();
        var farmers = await FillAsync(embedded);
        await BackUpAsync(embedded, folder["pool.backup"]);
        await using var restored = await _server.MakeAsync();
        await RestoreAsync(restored, folder["pool.backup"]);
        foreach (var table in BackupTables.All) Assert.Equal(await RowsAsync(embedded, table), await RowsAsync(restored, table));
        await GoesOnAsync(restored, farmers);
    }
}
