using System.Runtime.Serialization;
using KalePool.Actors.Serialization;
using KalePool.Domain;

namespace KalePool.Backend.ReadModel;

/// <summary>A row of the table <c>journal</c>.</summary>
/// <param name="Ordering">Rises with each write; on PostgreSQL a higher one may be seen before a lower one.</param>
/// <param name="Identifier">Of the serializer.</param>
public sealed record JournalEntry(long Ordering, string PersistenceId, long SequenceNumber, string Manifest, int Identifier, byte[] Message)
{
    /// <summary>Whether it is an event of the pool: sharding keeps its own state in the same table.</summary>
    public bool IsOurs => Identifier == JournalCodec.SerializerId;

    /// <exception cref="SerializationException">A newer version wrote it.</exception>
    public IEvent Read() => JournalCodec.Read(Manifest, Message);
}
