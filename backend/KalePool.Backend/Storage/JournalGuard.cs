using Akka.Actor;
using Akka.Persistence;
using Dapper;

namespace KalePool.Backend.Storage;

/// <summary>
/// Refuses to run on a journal without UNIQUE(persistence_id, sequence_number): that constraint alone stops a node that believes it still
/// owns an entity from writing a second history.
/// </summary>
public sealed class JournalGuard(Database database, ActorSystem system, TimeProvider time, ILogger<JournalGuard> log) : IHostedService
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Columns of each unique index of the journal table, in order, one row a column.</summary>
    const string UniqueIndexes = """
        SELECT l.name AS IndexName, i.name AS ColumnName
        FROM pragma_index_list('journal') l JOIN pragma_index_info(l.name) i
        WHERE l."unique" = 1 ORDER BY l.name, i.seqno
        """;

    /// <summary>Whether the journal was found fit to write to.</summary>
    public bool HasPassed { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Persistence.Instance.Apply(system).JournalFor("");
        var since = time.GetTimestamp();
        while (!await IsFencedAsync(cancellationToken))
        {
            if (time.GetElapsedTime(since) > Patience) throw new StorageException($"{database.Path}: the journal has no unique constraint on persistence_id and sequence_number");
            await Task.Delay(Pause, time, cancellationToken);
        }
        HasPassed = true;
        log.LogInformation("journal in {Path}", database.Path);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The plugin makes the table when it starts, and the constraint a moment after it.</summary>
    async Task<bool> IsFencedAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var indexes = await connection.QueryAsync<(string IndexName, string ColumnName)>(new CommandDefinition(UniqueIndexes, cancellationToken: cancellation));
        return indexes.GroupBy(i => i.IndexName).Any(g => g.Select(i => i.ColumnName).Order().SequenceEqual(["persistence_id", "sequence_number"]));
    }
}
