using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Storage;

/// <summary>What every database does at a start.</summary>
public abstract class DatabaseSpec(ITestDatabases databases) : IAsyncLifetime
{
    const string FirstScript = "0001-journal-keys-due.sql";

    protected TestDatabase Db { get; private set; } = null!;

    public async Task InitializeAsync() => Db = await databases.MakeAsync();

    public async Task DisposeAsync() => await Db.DisposeAsync();

    [Fact]
    public async Task Makes_its_tables_once_and_takes_them_as_they_are_again()
    {
        await Db.Database.PrepareAsync(CancellationToken.None);
        Assert.Equal(FirstScript, await Db.ReadAsync<string>("SELECT MIN(scriptname) FROM schema_versions"));
        foreach (var table in new[] { "journal", "snapshot", "wallet_keys", "due" }) Assert.Equal(0, await Db.ReadAsync<long>($"SELECT COUNT(*) FROM {table}"));
        var scripts = await Db.ReadAsync<long>("SELECT COUNT(*) FROM schema_versions");
        await Db.RunAsync("INSERT INTO due (kind, id) VALUES ('farmer', 'a')");

        await Db.Database.PrepareAsync(CancellationToken.None);

        Assert.Equal(1, await Db.ReadAsync<long>("SELECT COUNT(*) FROM due"));
        Assert.Equal(scripts, await Db.ReadAsync<long>("SELECT COUNT(*) FROM schema_versions"));
    }

    [Fact]
    public async Task Is_prepared_once_by_four_that_start_at_the_same_time()
    {
        const int nodes = 4;
        using var together = new Barrier(nodes);
        await Task.WhenAll(Enumerable.Range(0, nodes).Select(_ => Task.Factory.StartNew(
            async () =>
            {
                await using var database = Database.Of(Db.Settings);
                together.SignalAndWait();
                await database.PrepareAsync(CancellationToken.None);
                Assert.True(await database.HasJournalFenceAsync(CancellationToken.None));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
        Assert.Equal(1, await Db.ReadAsync<long>("SELECT COUNT(*) FROM schema_versions WHERE scriptname = @FirstScript", new { FirstScript }));
    }

    [Fact]
    public async Task Is_left_alone_where_a_newer_version_made_it()
    {
        await Db.Database.PrepareAsync(CancellationToken.None);
        await Db.RunAsync("UPDATE schema_versions SET scriptname = '9999-of-tomorrow.sql'");
        var e = await Assert.ThrowsAsync<StorageException>(() => Db.Database.PrepareAsync(CancellationToken.None));
        Assert.Contains("9999-of-tomorrow.sql", e.Message, StringComparison.Ordinal);
        Assert.StartsWith(Db.Database.Name, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_as_it_was_where_a_script_fails()
    {
        await Db.RunAsync("CREATE TABLE due (something TEXT)");
        await Db.RunAsync("CREATE VIEW snapshot AS SELECT something FROM due");
        var e = await Assert.ThrowsAsync<StorageException>(() => Db.Database.PrepareAsync(CancellationToken.None));
        Assert.Contains(FirstScript, e.Message, StringComparison.Ordinal);
        Assert.False(await Db.Database.HasJournalFenceAsync(CancellationToken.None));
        await Db.RunAsync("CREATE TABLE journal (x TEXT)");
    }
}
