using System.Data.Common;
using KalePool.Actors.Journal;
using KalePool.Actors.Serialization;
using KalePool.Backend.ReadModel;
using KalePool.Domain;

namespace KalePool.Backend.Journals;

/// <summary>A row of the table <c>journal</c>, its link apart from the event.</summary>
/// <param name="Payload">The event's JSON.</param>
/// <param name="Link">Null where the row was written before there were links.</param>
sealed record JournalRecord(long Ordering, string PersistenceId, long SequenceNumber, string Manifest, int Identifier, bool IsDeleted, byte[] Payload, string? Link)
{
    public const string Columns = "ordering, persistence_id, sequence_number, manifest, identifier, deleted, message";

    /// <summary>Whether it is the pool's: sharding may keep its own state in the same table.</summary>
    public const string Ours = "persistence_id NOT LIKE '/%'";

    public static JournalRecord Of(DbDataReader row)
    {
        var message = row.GetFieldValue<byte[]>(6);
        var isLinked = JournalLink.TryRemove(message, out var payload, out var link);
        return new JournalRecord(
            row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.IsDBNull(3) ? "" : row.GetString(3), row.IsDBNull(4) ? 0 : row.GetInt32(4), row.GetBoolean(5), isLinked ? payload : message, isLinked ? link : null);
    }

    public static JournalRecord Of(JournalEntry entry)
    {
        var isLinked = JournalLink.TryRemove(entry.Message, out var payload, out var link);
        return new JournalRecord(entry.Ordering, entry.PersistenceId, entry.SequenceNumber, entry.Manifest, entry.Identifier, false, isLinked ? payload : entry.Message, isLinked ? link : null);
    }

    /// <exception cref="System.Runtime.Serialization.SerializationException">It is no event that this version knows.</exception>
    public IEvent Read() => JournalCodec.Read(Manifest, Payload);
}
