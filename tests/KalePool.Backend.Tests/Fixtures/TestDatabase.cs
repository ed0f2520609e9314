using Dapper;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>A prepared database of one test's own.</summary>
sealed class TestDatabase : IDisposable
{
    readonly TempFolder _folder = new();

    TestDatabase() => Database = new Database(_folder["pool.db"]);

    public Database Database { get; }

    public static async Task<TestDatabase> MakeAsync()
    {
        var made = new TestDatabase();
        await made.Database.PrepareAsync(CancellationToken.None);
        return made;
    }

    public async Task<int> RunAsync(string sql, object? values = null)
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        return await connection.ExecuteAsync(sql, values);
    }

    public async Task<T?> ReadAsync<T>(string sql, object? values = null)
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<T>(sql, values);
    }

    public void Dispose() => _folder.Dispose();
}
