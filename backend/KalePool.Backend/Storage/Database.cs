using System.Data.Common;
using Dapper;
using KalePool.Backend.Settings;
using LinqToDB;

namespace KalePool.Backend.Storage;

/// <summary>The one database of a pool: journal, snapshots, keys, due list and read model.</summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>What people call it; without any secret.</summary>
    public abstract string Name { get; }

    /// <summary>The file of an embedded database, beside which secrets may be kept; null for a server's.</summary>
    public virtual string? Path => null;

    /// <summary>linq2db's name of the provider.</summary>
    public abstract string ProviderName { get; }

    /// <summary>How the journal's plugin connects.</summary>
    public abstract DataOptions JournalOptions { get; }

    /// <summary>Columns of each unique index of the journal table, one row a column.</summary>
    protected abstract string JournalUniqueIndexes { get; }

    public static Database Of(DatabaseSettings settings) => settings switch
    {
        DatabaseSettings.Sqlite sqlite => new SqliteDatabase(sqlite),
        DatabaseSettings.Postgres postgres => new PostgresDatabase(postgres),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings, null),
    };

    /// <summary>An open connection; the caller disposes of it.</summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken cancellation);

    /// <summary>A transaction that sees one moment and can write nothing, however long it takes; beside it everybody goes on. The caller disposes of its connection as well.</summary>
    protected internal abstract Task<DbTransaction> BeginSnapshotAsync(CancellationToken cancellation);

    /// <summary>Proves that what is committed is on disk, then brings the schema to this version's.</summary>
    /// <exception cref="StorageException">The database cannot be used, its commits would not be flushed, or a newer version made its schema.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        try
        {
            await RequireDurableAsync(cancellation);
            await MigrateAsync(cancellation);
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new StorageException($"DATABASE_URL: {Name} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Whether UNIQUE(persistence_id, sequence_number) keeps two histories of one entity apart.</summary>
    public async Task<bool> HasJournalFenceAsync(CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        var indexes = await connection.QueryAsync<(string IndexName, string ColumnName)>(new CommandDefinition(JournalUniqueIndexes, cancellationToken: cancellation));
        return indexes.GroupBy(i => i.IndexName).Any(g => g.Select(i => i.ColumnName).Order().SequenceEqual(["persistence_id", "sequence_number"]));
    }

    /// <summary>Whether it reads within that time.</summary>
    public async Task<bool> AnswersAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await using var connection = await OpenAsync(either.Token);
            await connection.ExecuteScalarAsync<long>(new CommandDefinition($"SELECT COUNT(*) FROM {Migrations.Table}", cancellationToken: either.Token));
            return true;
        }
        catch (Exception e) when (e is DbException or TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The transactions that may write to the journal now: those of which rows may still come that have a lower ordering than rows that are seen.</summary>
    public abstract Task<IReadOnlyCollection<string>> JournalWritersAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>The statement that empties a table, the fastest way.</summary>
    public abstract string Empty(string table);

    /// <summary>What takes the time limits off a transaction that has to take long.</summary>
    public abstract IReadOnlyList<string> WithoutLimit { get; }

    /// <summary>What keeps everybody else from writing to these tables until the transaction ends.</summary>
    public abstract IReadOnlyList<string> KeepOthersOut(IEnumerable<string> tables);

    /// <summary>What follows rows that have brought their own numbers.</summary>
    public abstract IReadOnlyList<string> AfterFilling { get; }

    public abstract ValueTask DisposeAsync();

    protected abstract Task RequireDurableAsync(CancellationToken cancellation);

    protected abstract Task MigrateAsync(CancellationToken cancellation);
}
