using Dapper;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Storage;

public sealed class DatabaseSpec : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Makes_folder_file_and_tables_and_takes_them_as_they_are_again()
    {
        var database = new Database(_folder["a/b/pool.db"]);
        await database.PrepareAsync(CancellationToken.None);
        await database.PrepareAsync(CancellationToken.None);
        await using var connection = await database.OpenAsync(CancellationToken.None);
        Assert.Equal(["due", "wallet_keys"], await connection.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"));
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

    async Task RefusesAsync(string name)
    {
        var e = await Assert.ThrowsAsync<StorageException>(() => new Database(_folder[name]).PrepareAsync(CancellationToken.None));
        Assert.StartsWith("DATABASE_URL: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(_folder[name], e.Message, StringComparison.Ordinal);
    }
}
