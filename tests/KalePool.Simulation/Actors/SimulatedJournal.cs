using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Serialization;
using KalePool.Actors.Serialization;
using KalePool.Simulation.Faults;

namespace KalePool.Simulation.Actors;

/// <summary>
/// The journal's plugin: writes through the product's serializer into the product's table, and does what the seed says: writes late, rejects, fails before or after the
/// event is on disk, or its node crashes there.
/// </summary>
sealed class SimulatedJournal : AsyncWriteJournal
{
    readonly ExtendedActorSystem _system = (ExtendedActorSystem)Context.System;
    readonly NodeSetup _node = Context.System.Settings.Setup.Get<NodeSetup>().Value;

    public override Task ReplayMessagesAsync(IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        foreach (var (number, manifest, message) in _node.Journal.Read(persistenceId, fromSequenceNr, toSequenceNr, max).ToList())
            recoveryCallback(new Persistent(JournalCodec.Read(manifest, message), number, persistenceId, manifest));
        return Task.CompletedTask;
    }

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken) => Task.FromResult(_node.Journal.Highest(persistenceId));

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var verdicts = ImmutableList.CreateBuilder<Exception>();
        foreach (var message in messages.SelectMany(write => (IImmutableList<IPersistentRepresentation>)write.Payload)) verdicts.Add((await WriteAsync(message))!);
        return verdicts.ToImmutable();
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken) =>
        throw new NotSupportedException("journals are never deleted");

    /// <returns>Why it is rejected; null where it is written.</returns>
    async Task<Exception?> WriteAsync(IPersistentRepresentation message)
    {
        var fault = _node.Faults.OfWrite();
        var name = $"{message.PersistenceId} {message.SequenceNr} {message.Payload.GetType().Name}";
        if (await CrashesAsync(CrashPoint.BeforeWrite) is { } before) return before;
        if (fault != WriteFault.None)
        {
            _node.Faults.Disturbances.Prevent(message.PersistenceId, Disturbances.Stop);
            _node.Life.Log($"write {name}: {fault}");
        }
        if (fault == WriteFault.Rejected) return new InvalidOperationException("the event is refused");
        if (fault == WriteFault.FailedBefore) throw new IOException("the disk is gone");
        var delay = _node.Faults.DelayOfWrite();
        if (_node.Sabotage == Sabotage.AnsweredBeforeWritten)
        {
            _node.Life.At(delay + TimeSpan.FromMilliseconds(20), () => Write(message, name));
            return null;
        }
        if (delay > TimeSpan.Zero) _node.Faults.Disturbances.Delay(delay);
        if (delay > TimeSpan.Zero) await Task.Delay(delay, _node.Life.Time, CancellationToken.None);
        Write(message, name);
        if (await CrashesAsync(CrashPoint.AfterWrite) is { } after) return after;
        return fault == WriteFault.FailedAfter ? throw new IOException("the disk does not answer") : null;
    }

    void Write(IPersistentRepresentation message, string name)
    {
        var serializer = (SerializerWithStringManifest)_system.Serialization.FindSerializerFor(message.Payload);
        _node.Journal.Write(
            message.PersistenceId, message.SequenceNr, serializer.Manifest(message.Payload), serializer.Identifier, serializer.ToBinary(message.Payload), _node.Life.World.Now.ToUnixTimeMilliseconds());
        _node.Life.Log($"journal {name}");
    }

    /// <summary>Never comes back where the node ends here.</summary>
    Task<Exception?> CrashesAsync(CrashPoint point) => _node.Passes(point) ? Kernel.Life.Never<Exception?>() : Task.FromResult<Exception?>(null);
}
