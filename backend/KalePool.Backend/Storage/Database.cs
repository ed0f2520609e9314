using System.Data.Common;
using LinqToDB;
using Microsoft.Data.Sqlite;

namespace KalePool.Backend.Storage;

/// <summary>The embedded database: journal, keys and due list in one file.</summary>
public sealed class Database
{
    /// <summary>linq2db's name of the provider.</summary>
    public const string ProviderName = LinqToDB.ProviderName.SQLiteMS;

    const string Schema = """
        CREATE TABLE IF NOT EXISTS wallet_keys (
            farmer_id  TEXT NOT NULL PRIMARY KEY,
            public_key TEXT NOT NULL UNIQUE,
            key_id     TEXT NOT NULL,
            nonce      BLOB NOT NULL,
            ciphertext BLOB NOT NULL,
            created_at TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS due (
            kind TEXT NOT NULL,
            id   TEXT NOT NULL,
            PRIMARY KEY (kind, id));
        CREATE TRIGGER IF NOT EXISTS wallet_keys_are_kept BEFORE DELETE ON wallet_keys
            BEGIN SELECT RAISE(ABORT, 'keys are never deleted: money may arrive late'); END;
        """;

    public Database(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = Path, Pooling = true, DefaultTimeout = 30 }.ToString();
    }

    public string Path { get; }

    public string ConnectionString { get; }

    public DataOptions JournalOptions => new DataOptions().UseConnectionString(ProviderName, ConnectionString);

    /// <summary>An open connection; the caller disposes of it.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    /// <summary>Makes the file and the tables, and proves that what is committed is on disk.</summary>
    /// <exception cref="StorageException">The file cannot be used, or its commits would not be flushed.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            await using var connection = await OpenAsync(cancellation);
            await RunAsync(connection, "PRAGMA journal_mode = WAL");
            const long full = 2;
            if (await RunAsync(connection, "PRAGMA synchronous") is not full) throw new StorageException($"{Path}: SQLite does not flush its commits (synchronous is not FULL)");
            await RunAsync(connection, Schema);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"DATABASE_URL: {Path} cannot be used: {e.Message}", e);
        }

        async Task<object?> RunAsync(DbConnection connection, string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            return await command.ExecuteScalarAsync(cancellation);
        }
    }
}
