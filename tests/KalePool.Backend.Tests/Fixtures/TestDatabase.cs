using Dapper;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>A database of one test's own.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    readonly Func<Task> _drop;

    internal TestDatabase(string url, DatabaseSettings settings, Func<Task> drop)
    {
        (Url, Settings, _drop) = (url, settings, drop);
        Database = Database.Of(settings);
    }

    /// <summary>As DATABASE_URL.</summary>
    public string Url { get; }

    public DatabaseSettings Settings { get; }

    public Database Database { get; }

    /// <summary>An embedded one, prepared.</summary>
    public static async Task<TestDatabase> MakeAsync()
    {
        var made = await new EmbeddedDatabases().MakeAsync();
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

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _drop();
    }
}
