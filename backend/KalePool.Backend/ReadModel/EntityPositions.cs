using System.Data.Common;
using Dapper;

namespace KalePool.Backend.ReadModel;

/// <summary>The last event of each entity that is in the tables, as one transaction reads and writes it.</summary>
sealed class EntityPositions
{
    readonly DbTransaction _transaction;
    readonly Dictionary<string, long> _read;
    readonly Dictionary<string, long> _changed = [];

    EntityPositions(DbTransaction transaction, Dictionary<string, long> read) => (_transaction, _read) = (transaction, read);

    /// <summary>Of the entities that have events in that part of the journal.</summary>
    public static async Task<EntityPositions> ReadAsync(DbTransaction transaction, long after, long upTo, CancellationToken cancellation)
    {
        var rows = await transaction.Connection!.QueryAsync<(string Id, long SequenceNumber)>(new CommandDefinition(
            "SELECT persistence_id, sequence_number FROM projected_entities WHERE persistence_id IN (SELECT persistence_id FROM journal WHERE ordering > @after AND ordering <= @upTo)",
            new { after, upTo },
            transaction,
            cancellationToken: cancellation));
        return new EntityPositions(transaction, rows.ToDictionary(r => r.Id, r => r.SequenceNumber));
    }

    /// <summary>
    /// The events of its entity that are not in the tables yet, up to this one: none where it is there already, more than one where earlier
    /// ones have been passed over.
    /// </summary>
    /// <exception cref="ProjectionException">The journal lacks one of them.</exception>
    public async Task<IReadOnlyList<JournalEntry>> MissingUpToAsync(JournalEntry entry, CancellationToken cancellation)
    {
        var known = _changed.GetValueOrDefault(entry.PersistenceId, _read.GetValueOrDefault(entry.PersistenceId));
        if (entry.SequenceNumber <= known) return [];
        _changed[entry.PersistenceId] = entry.SequenceNumber;
        if (entry.SequenceNumber == known + 1) return [entry];
        var most = checked((int)(entry.SequenceNumber - known));
        var missing = await JournalReader.OfEntityAsync(_transaction.Connection!, entry.PersistenceId, known, entry.SequenceNumber, most, cancellation);
        return missing.Count == most
            ? missing
            : throw new ProjectionException($"the journal has event {entry.SequenceNumber} of {entry.PersistenceId}, but only {missing.Count} of the {most} that follow event {known}");
    }

    public async Task WriteAsync(CancellationToken cancellation)
    {
        foreach (var (id, sequenceNumber) in _changed)
        {
            await _transaction.Connection!.ExecuteAsync(new CommandDefinition(
                "INSERT INTO projected_entities (persistence_id, sequence_number) VALUES (@id, @sequenceNumber) ON CONFLICT (persistence_id) DO UPDATE SET sequence_number = excluded.sequence_number",
                new { id, sequenceNumber },
                _transaction,
                cancellationToken: cancellation));
        }
    }
}
