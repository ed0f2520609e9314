using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Config;
using Akka.Persistence.Sql.Journal;
using KalePool.Actors.Hosting;
using KalePool.Actors.Serialization;
using KalePool.Domain;
using LinqToDB;
using LinqToDB.Data;

namespace KalePool.Actors.Journal;

/// <summary>
/// Akka.Persistence.Sql's journal, which links every event of the pool to the one before it (<see cref="JournalLink"/>). The link is made here because here an event has its
/// number, and the unique constraint on that number lets one event follow another and no second one. Entities and snapshots know nothing of links.
/// </summary>
public sealed class LinkedJournal : SqlWriteJournal
{
    /// <summary>Last links that are remembered: more than entities are awake. Whatever is not is read from the table.</summary>
    const int Most = 50_000;

    const string Before = "SELECT message FROM journal WHERE persistence_id = @id AND sequence_number = @number";

    readonly ConcurrentDictionary<string, Head> _heads = new();
    readonly DataOptions _options;

    public LinkedJournal(Config config) : base(config)
    {
        var setup = Context.System.Settings.Setup.Get<MultiDataOptionsSetup>();
        _options = setup.HasValue && setup.Value.TryGetDataOptionsFor(SqlJournalHosting.JournalId, out var options) && options is not null
            ? options
            : throw new InvalidOperationException($"no connection is set up for {SqlJournalHosting.JournalId}");
    }

    /// <summary>Every recovery begins so: what the next event follows is read meanwhile.</summary>
    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        var highest = await base.ReadHighestSequenceNrAsync(persistenceId, fromSequenceNr, cancellationToken);
        if (highest > 0)
        {
            await using var connection = new DataConnection(_options);
            var row = await connection.ExecuteAsync<byte[]?>(Before, cancellationToken, Parameters(persistenceId, highest));
            Remember(persistenceId, new Head(highest, LinkOf(row)));
        }
        return highest;
    }

    /// <summary>A link is remembered once its row is committed: what a failed write has made is forgotten.</summary>
    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var heads = new Dictionary<string, Head>();
        List<AtomicWrite> linked = [.. messages.Select(write => Linked(write, heads))];
        return CommitAsync(base.WriteMessagesAsync(linked, cancellationToken), heads);
    }

    async Task<IImmutableList<Exception>> CommitAsync(Task<IImmutableList<Exception>> writing, Dictionary<string, Head> heads)
    {
        var rejections = await writing;
        if (rejections is null || rejections.All(r => r is null))
        {
            foreach (var (id, head) in heads) Remember(id, head);
        }
        return rejections!;
    }

    /// <summary>What is not the pool's passes as it is; so does what cannot be serialized, for the journal itself to reject.</summary>
    AtomicWrite Linked(AtomicWrite write, Dictionary<string, Head> heads)
    {
        var events = (IImmutableList<IPersistentRepresentation>)write.Payload;
        try
        {
            return new AtomicWrite(events.Select(e => e.Payload is IEvent payload ? e.WithPayload(Linked(e, payload, heads)) : e).ToImmutableList());
        }
        catch (Exception e) when (e is SerializationException or ArgumentException)
        {
            return write;
        }
    }

    LinkedEvent Linked(IPersistentRepresentation e, IEvent payload, Dictionary<string, Head> heads)
    {
        var (manifest, json) = JournalCodec.Write(payload);
        var link = JournalLink.Of(LinkBefore(e.PersistenceId, e.SequenceNr, heads), e.PersistenceId, e.SequenceNr, manifest, json);
        heads[e.PersistenceId] = new Head(e.SequenceNr, link);
        return new LinkedEvent(manifest, JournalLink.Add(json, link));
    }

    string LinkBefore(string persistenceId, long sequenceNumber, Dictionary<string, Head> heads)
    {
        if (sequenceNumber == 1) return JournalLink.None;
        if (heads.TryGetValue(persistenceId, out var head) && head.SequenceNumber == sequenceNumber - 1) return head.Link;
        if (_heads.TryGetValue(persistenceId, out head) && head.SequenceNumber == sequenceNumber - 1) return head.Link;
        using var connection = new DataConnection(_options);
        return LinkOf(connection.Execute<byte[]?>(Before, Parameters(persistenceId, sequenceNumber - 1)));
    }

    void Remember(string persistenceId, Head head)
    {
        if (_heads.Count >= Most) _heads.Clear();
        _heads[persistenceId] = head;
    }

    static string LinkOf(byte[]? row) => row is not null && JournalLink.TryRemove(row, out _, out var link) ? link : JournalLink.None;

    static DataParameter[] Parameters(string persistenceId, long sequenceNumber) => [new("id", persistenceId), new("number", sequenceNumber)];

    readonly record struct Head(long SequenceNumber, string Link);
}
