using KalePool.Backend.Storage;

namespace KalePool.Backend.Journals;

/// <summary>
/// Reads the whole journal once, entity by entity, as it was at one moment: chains, gaps, whether every event is readable and follows, and whether events are gone that
/// snapshots, the read model or heads kept elsewhere know of.
/// </summary>
/// <remarks>Who may write to the database can make chains anew from any event on, and take the newest events away with everything that tells of them: only heads that he cannot reach show that.</remarks>
sealed class JournalVerifier(DatabaseSnapshot snapshot)
{
    const string Rows = $"SELECT {JournalRecord.Columns} FROM journal WHERE {JournalRecord.Ours} ORDER BY persistence_id, sequence_number";

    /// <summary>Their rows say how many events there were; the journal says how many there are.</summary>
    static readonly (string Table, string Says)[] Witnesses = [("snapshot", "a snapshot was made of"), ("projected_entities", "the read model has")];

    readonly JournalFindings _findings = new();

    /// <param name="heads">Kept from an earlier time; null where there are none.</param>
    /// <param name="each">Hears of every entity that is over.</param>
    public async Task<JournalFindings> RunAsync(IReadOnlyDictionary<string, JournalHead>? heads, Action<EntityCheck> each, CancellationToken cancellation)
    {
        EntityCheck? entity = null;
        var unseen = heads?.Keys.ToHashSet() ?? [];
        JournalHead? head = null;
        await foreach (var row in snapshot.RowsAsync(Rows, null, cancellation))
        {
            var record = JournalRecord.Of(row);
            if (entity?.PersistenceId != record.PersistenceId)
            {
                End(entity, head, each);
                entity = new EntityCheck(record.PersistenceId);
                head = heads?.GetValueOrDefault(record.PersistenceId);
                unseen.Remove(record.PersistenceId);
            }
            entity.Next(record);
            _findings.Events++;
            if (head?.SequenceNumber == record.SequenceNumber && head.Link != record.Link) _findings.Add(record.PersistenceId, $"event {record.SequenceNumber} has another link than the head that was kept");
        }
        End(entity, head, each);
        foreach (var id in unseen.Order(StringComparer.Ordinal)) _findings.Add(id, $"all events are missing: the head that was kept is event {heads![id].SequenceNumber}");
        await HearWitnessesAsync(cancellation);
        return _findings;
    }

    void End(EntityCheck? entity, JournalHead? head, Action<EntityCheck> each)
    {
        if (entity is null) return;
        _findings.Entities++;
        _findings.Unlinked += entity.Unlinked;
        if (entity.Unlinked > 0 && entity.Link is not null) _findings.LinkedLater.Add((entity.PersistenceId, entity.Unlinked + 1));
        if (entity.Difference is { } difference) _findings.Add(entity.PersistenceId, difference);
        if (head is not null && head.SequenceNumber > entity.SequenceNumber) _findings.Add(entity.PersistenceId, $"the events after {entity.SequenceNumber} are missing: the head that was kept is event {head.SequenceNumber}");
        each(entity);
    }

    async Task HearWitnessesAsync(CancellationToken cancellation)
    {
        foreach (var (table, says) in Witnesses)
        {
            var sql = $"""
                SELECT persistence_id, sequence_number, (SELECT COALESCE(MAX(j.sequence_number), 0) FROM journal j WHERE j.persistence_id = t.persistence_id) FROM {table} t
                WHERE sequence_number > (SELECT COALESCE(MAX(j.sequence_number), 0) FROM journal j WHERE j.persistence_id = t.persistence_id) ORDER BY persistence_id
                """;
            await foreach (var row in snapshot.RowsAsync(sql, null, cancellation))
                _findings.Add(row.GetString(0), $"the events after {row.GetInt64(2)} are missing: {says} event {row.GetInt64(1)}");
        }
    }
}
