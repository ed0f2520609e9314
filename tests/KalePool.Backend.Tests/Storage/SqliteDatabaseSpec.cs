using Dapper;
using KalePool.Backend.Custody;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Storage;

public sealed class SqliteDatabaseSpec() : DatabaseSpec(new EmbeddedDatabases()), IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    Database Of(string name) => Database.Of(new DatabaseSettings.Sqlite(_folder[name], TimeSpan.FromSeconds(30)));

    [Fact]
    public async Task Makes_the_folder_and_flushes_its_commits()
    {
        await using var database = Of("a/b/pool.db");
        await database.PrepareAsync(CancellationToken.None);
        await using var connection = await database.OpenAsync(CancellationToken.None);
        Assert.Equal("wal", await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode"));
        Assert.Equal(2, await connection.ExecuteScalarAsync<int>("PRAGMA synchronous"));
    }

    [Fact]
    public async Task Names_the_setting_when_a_file_stands_where_a_folder_must_be()
    {
        await File.WriteAllTextAsync(_folder["file"], "");
        await RefusesAsync("file/pool.db");
    }

    [Fact]
    public async Task Names_the_setting_when_the_path_is_a_folder()
    {
        Directory.CreateDirectory(_folder["pool.db"]);
        await RefusesAsync("pool.db");
    }

    [Fact]
    public async Task Names_the_setting_when_the_file_is_no_database()
    {
        await File.WriteAllTextAsync(_folder["pool.db"], string.Concat(Enumerable.Repeat("this is no database ", 100)));
        await RefusesAsync("pool.db");
    }

    /// <summary>Before there were scripts; the journal's plugin had made its own tables.</summary>
    [Fact]
    public async Task Takes_over_what_the_first_version_made()
    {
        File.Copy(FirstVersion.File, _folder["pool.db"]);
        await using var database = Of("pool.db");
        await database.PrepareAsync(CancellationToken.None);

        Assert.True(await database.HasJournalFenceAsync(CancellationToken.None));
        var pair = await new WalletKeys(database, new MasterKeys(FirstVersion.Master), TimeProvider.System).OpenAsync(FirstVersion.Farmer, CancellationToken.None);
        Assert.Equal(FirstVersion.Wallet, pair.Address);
        Assert.True(await new JournalIndex(database).ContainsAsync($"pooler-{FirstVersion.Pooler:N}", CancellationToken.None));
        await using var taken = await database.OpenAsync(CancellationToken.None);
        await using var fresh = await MadeTodayAsync();
        const string columns = "SELECT t.name || '.' || c.name || c.pk FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY 1";
        Assert.Equal(await fresh.QueryAsync<string>(columns), await taken.QueryAsync<string>(columns));
        const string others = "SELECT name FROM sqlite_master WHERE type <> 'table' ORDER BY 1";
        Assert.Equal((await fresh.QueryAsync<string>(others)).Where(n => !n.Contains("autoindex", StringComparison.Ordinal)), (await taken.QueryAsync<string>(others)).Where(n => !n.Contains("autoindex", StringComparison.Ordinal)));
    }

    async Task<System.Data.Common.DbConnection> MadeTodayAsync()
    {
        await Db.Database.PrepareAsync(CancellationToken.None);
        return await Db.Database.OpenAsync(CancellationToken.None);
    }

    async Task RefusesAsync(string name)
    {
        await using var database = Of(name);
        var e = await Assert.ThrowsAsync<StorageException>(() => database.PrepareAsync(CancellationToken.None));
        Assert.StartsWith("DATABASE_URL: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(_folder[name], e.Message, StringComparison.Ordinal);
    }
}
