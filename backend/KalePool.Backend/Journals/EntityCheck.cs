using System.Runtime.Serialization;
using KalePool.Actors.Journal;
using KalePool.Actors.Serialization;
using KalePool.Domain;

namespace KalePool.Backend.Journals;

/// <summary>One entity's events in the order of their numbers, each held against the one before it.</summary>
sealed class EntityCheck(string persistenceId)
{
    long _ordering;
    string _link = JournalLink.None;
    bool _isLinked;

    public string PersistenceId => persistenceId;

    /// <summary>Of the newest event.</summary>
    public long SequenceNumber { get; private set; }

    /// <summary>Events without a link, before those that have one.</summary>
    public long Unlinked { get; private set; }

    /// <summary>The newest event's; null where it has none.</summary>
    public string? Link => _isLinked ? _link : null;

    /// <summary>What the events make; null once they make nothing.</summary>
    public object? State { get; private set; }

    /// <summary>The first thing that is not as it was written; null as long as all is well.</summary>
    public string? Difference { get; private set; }

    public void Next(JournalRecord row)
    {
        if (Difference is null && (WhyNot(row) ?? WhyNotApplied(row)) is { } why) Difference = why;
        if (row.Link is null) Unlinked++;
        (SequenceNumber, _ordering, _isLinked, _link) = (row.SequenceNumber, row.Ordering, row.Link is not null, row.Link ?? JournalLink.None);
    }

    string? WhyNot(JournalRecord row)
    {
        if (row.SequenceNumber != SequenceNumber + 1)
            return row.SequenceNumber == SequenceNumber + 2 ? $"event {SequenceNumber + 1} is missing" : $"events {SequenceNumber + 1} to {row.SequenceNumber - 1} are missing";
        if (row.Ordering <= _ordering) return $"event {row.SequenceNumber} stands before the one that it follows (ordering {row.Ordering} after {_ordering})";
        if (row.IsDeleted) return $"event {row.SequenceNumber} is marked as deleted: nobody deletes events";
        if (row.Identifier != JournalCodec.SerializerId) return $"event {row.SequenceNumber} is not one of the pool's (identifier {row.Identifier})";
        if (row.Link is null) return _isLinked ? $"event {row.SequenceNumber} has no link, the one before it has" : null;
        return row.Link == JournalLink.Of(_link, persistenceId, row.SequenceNumber, row.Manifest, row.Payload) ? null : $"event {row.SequenceNumber} ({row.Manifest}) is not what its link was made of, or not what followed the event before it";
    }

    string? WhyNotApplied(JournalRecord row)
    {
        IEvent e;
        try
        {
            e = row.Read();
        }
        catch (SerializationException broken)
        {
            return $"event {row.SequenceNumber} cannot be read: {broken.Message}";
        }
        if (EntityFold.EntityOf(e) is var owner && owner != persistenceId) return $"event {row.SequenceNumber} ({row.Manifest}) is one of {owner}";
        try
        {
            State = EntityFold.Apply(State, e);
            return null;
        }
        // Whatever a rule of the domain throws: the command names the place.
        catch (Exception refused) when (refused is not OutOfMemoryException)
        {
            State = null;
            return $"event {row.SequenceNumber} ({row.Manifest}) does not follow: {refused.Message}";
        }
    }
}
