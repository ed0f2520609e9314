using System.Data.Common;
using Dapper;
using KalePool.Backend.Settings;
using LinqToDB;
using Microsoft.Data.Sqlite;

namespace KalePool.Backend.Storage;

/// <summary>The embedded database of a single node, one file.</summary>
public sealed class SqliteDatabase : Database
{
    const string Provider = LinqToDB.ProviderName.SQLiteMS;

    readonly string _connectionString;
    readonly string _readOnly;

    public SqliteDatabase(DatabaseSettings.Sqlite settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Path = System.IO.Path.GetFullPath(settings.Path);
        var connection = new SqliteConnectionStringBuilder { DataSource = Path, Pooling = true, DefaultTimeout = (int)Math.Ceiling(settings.Timeout.TotalSeconds) };
        _connectionString = connection.ToString();
        connection.Mode = SqliteOpenMode.ReadOnly;
        _readOnly = connection.ToString();
    }

    public override string Path { get; }

    public override string Name => Path;

    public override string ProviderName => Provider;

    public override DataOptions JournalOptions => new DataOptions().UseConnectionString(Provider, _connectionString);

    protected override string JournalUniqueIndexes => """
        SELECT l.name AS IndexName, i.name AS ColumnName
        FROM pragma_index_list('journal') l JOIN pragma_index_info(l.name) i
        WHERE l."unique" = 1 AND l.partial = 0
        """;

    public override IReadOnlyList<string> WithoutLimit => [];

    /// <summary>A transaction writes alone from its beginning.</summary>
    public override IReadOnlyList<string> KeepOthersOut(IEnumerable<string> tables) => [];

    public override IReadOnlyList<string> AfterFilling => [];

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    /// <summary>It is deferred: the first statement sees the moment that all the others see.</summary>
    protected internal override async Task<DbTransaction> BeginSnapshotAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_readOnly);
        await connection.OpenAsync(cancellation);
        return connection.BeginTransaction(deferred: true);
    }

    /// <summary>One writes at a time: the order of the rows is the order of their commits.</summary>
    public override Task<IReadOnlyCollection<string>> JournalWritersAsync(DbConnection connection, CancellationToken cancellation) => Task.FromResult<IReadOnlyCollection<string>>([]);

    public override string Empty(string table) => $"DELETE FROM {table}";

    /// <summary>Closes the connections that wait to be used again: a file that is to be deleted is held by none.</summary>
    public void Forget()
    {
        foreach (var text in new[] { _connectionString, _readOnly })
        {
            using var connection = new SqliteConnection(text);
            SqliteConnection.ClearPool(connection);
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override async Task RequireDurableAsync(CancellationToken cancellation)
    {
        const int full = 2;
        RequireWritable();
        await using var connection = await OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition("PRAGMA journal_mode = WAL", cancellationToken: cancellation));
        if (await connection.ExecuteScalarAsync<int>(new CommandDefinition("PRAGMA synchronous", cancellationToken: cancellation)) != full)
            throw new StorageException($"{Path}: SQLite does not flush its commits (synchronous is not FULL)");
    }

    /// <summary>SQLite itself waits for long on a disk that is read-only, and then says only that it cannot. Another file than its own is tried, on which no lock of anybody's can be.</summary>
    void RequireWritable()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.Create($"{Path}.{Guid.NewGuid():N}.probe", 1, FileOptions.DeleteOnClose).Dispose();
    }

    /// <summary>One exclusive transaction: who starts at the same time waits for it and then finds nothing left to do.</summary>
    protected override async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition("BEGIN EXCLUSIVE", cancellationToken: cancellation));
        try
        {
            Migrations.Sqlite(connection).Run(Name);
            await connection.ExecuteAsync(new CommandDefinition("COMMIT", cancellationToken: cancellation));
        }
        catch
        {
            await connection.ExecuteAsync("ROLLBACK");
            throw;
        }
    }
}
