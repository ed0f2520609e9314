using System.Data.Common;
using Dapper;

namespace KalePool.Backend.Storage;

/// <summary>The database as it was at one moment. Nothing is written through it, and nobody waits for it.</summary>
public sealed class DatabaseSnapshot : IAsyncDisposable
{
    readonly DbConnection _connection;
    readonly DbTransaction _transaction;

    DatabaseSnapshot(DbConnection connection, DbTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    /// <exception cref="StorageException">The database cannot be read, or no version of kalepool has made anything in it.</exception>
    public static async Task<DatabaseSnapshot> TakeAsync(Database database, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        try
        {
            var transaction = await database.BeginSnapshotAsync(cancellation);
            var snapshot = new DatabaseSnapshot(transaction.Connection!, transaction);
            try
            {
                await snapshot.ScalarAsync<string>($"SELECT MAX(scriptname) FROM {Migrations.Table}", null, cancellation);
                return snapshot;
            }
            catch
            {
                await snapshot.DisposeAsync();
                throw;
            }
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new StorageException($"DATABASE_URL: {database.Name} cannot be read: {e.Message}", e);
        }
    }

    public Task<T?> ScalarAsync<T>(string sql, object? values, CancellationToken cancellation) =>
        _connection.ExecuteScalarAsync<T>(new CommandDefinition(sql, values, _transaction, commandTimeout: 0, cancellationToken: cancellation));

    /// <summary>Row by row as they are read: as many as there are take no more memory than one.</summary>
    public async IAsyncEnumerable<DbDataReader> RowsAsync(string sql, object? values, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var reader = await _connection.ExecuteReaderAsync(new CommandDefinition(sql, values, _transaction, commandTimeout: 0, cancellationToken: cancellation));
        while (await reader.ReadAsync(cancellation)) yield return reader;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
