using System.Data.Common;
using System.Diagnostics;
using System.Runtime.Serialization;
using Dapper;
using KalePool.Actors.Ports;
using KalePool.Backend.ReadModel.Rows;
using KalePool.Backend.Storage;
using KalePool.Domain.Blocks;

namespace KalePool.Backend.ReadModel;

/// <summary>
/// Applies the journal to the read model's tables: a batch of events and how far they reach are one transaction. Each entity's events are
/// applied in the order of their sequence numbers, none left out and none twice, whatever the order in which they were committed.
/// </summary>
/// <remarks>Several may run at once, on as many nodes: whoever finds that another has moved on begins again behind him.</remarks>
public sealed class ReadModelProjection(Database database, TimeProvider time) : IProjection
{
    /// <summary>Events a transaction. On SQLite nobody else writes meanwhile.</summary>
    public const int MostEvents = 200;

    readonly GapWatch _gaps = new();
    readonly BlockFolds _folds = new();
    ProjectionPosition? _position;

    /// <inheritdoc/>
    /// <exception cref="ProjectionException">The journal lacks an event, or has one that this version does not know.</exception>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        try
        {
            // Also where there is nothing new: somebody may have emptied the tables and be gone.
            var position = await ProjectionPosition.ReadAsync(connection, cancellation);
            if (position != _position) Forget();
            _position = position;
            var entries = await _gaps.TakeAsync(
                position.Ordering,
                () => JournalReader.AfterAsync(connection, position.Ordering, MostEvents, cancellation),
                () => database.JournalWritersAsync(connection, cancellation));
            if (entries.Count == 0) return false;
            _position = await ApplyAsync(connection, position, entries, cancellation);
            return _position is null || entries.Count == MostEvents;
        }
        catch
        {
            Forget();
            throw;
        }
    }

    /// <summary>Steps until everything is applied that was in the journal when it began.</summary>
    public async Task CatchUpAsync(Action<long, long> tell, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tell);
        await using var connection = await database.OpenAsync(cancellation);
        var goal = await JournalReader.NewestAsync(connection, cancellation);
        while (true)
        {
            var hasMore = await StepAsync(cancellation);
            var reached = (await ProjectionPosition.ReadAsync(connection, cancellation)).Ordering;
            tell(reached, goal);
            if (reached >= goal) return;
            // What is left waits for a transaction that has not committed yet.
            if (!hasMore) await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellation);
        }
    }

    /// <summary>Null where somebody else was faster.</summary>
    async Task<ProjectionPosition?> ApplyAsync(DbConnection connection, ProjectionPosition position, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        var reached = position with { Ordering = entries[^1].Ordering };
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!await position.TryMoveAsync(transaction, reached.Ordering, time.GetUtcNow(), cancellation))
        {
            Forget();
            return null;
        }
        var entities = await EntityPositions.ReadAsync(transaction, position.Ordering, reached.Ordering, cancellation);
        foreach (var entry in entries.Where(e => e.IsOurs))
        {
            foreach (var next in await entities.MissingUpToAsync(entry, cancellation)) await ApplyAsync(transaction, next, cancellation);
        }
        await entities.WriteAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return reached;
    }

    async Task ApplyAsync(DbTransaction transaction, JournalEntry entry, CancellationToken cancellation)
    {
        var source = new EventSource(entry.PersistenceId, entry.SequenceNumber);
        try
        {
            var e = entry.Read();
            var before = e is BlockEvent ? await _folds.BeforeAsync(transaction, entry, cancellation) : BlockFold.Empty;
            var (after, changes) = EventRows.Of(e, before, source);
            if (e is BlockEvent) _folds.Set(entry, after);
            foreach (var change in changes)
            {
                var changed = await transaction.Connection!.ExecuteAsync(new CommandDefinition(ChangeSql.Of(change), change, transaction, cancellationToken: cancellation));
                if (!ChangeSql.Is(change, changed)) throw new ProjectionException($"{change} changed {changed} rows instead of one");
            }
        }
        catch (Exception e) when (e is SerializationException or UnreachableException or ProjectionException or DbException { IsTransient: false })
        {
            throw new ProjectionException($"{entry.Manifest}, event {entry.SequenceNumber} of {entry.PersistenceId}: {e.Message}", e);
        }
    }

    /// <summary>What was remembered of the tables and the journal may not be so any more.</summary>
    void Forget()
    {
        _position = null;
        _gaps.Forget();
        _folds.Clear();
    }
}
