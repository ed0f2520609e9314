using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace KalePool.Actors.Tests.Kit;

/// <summary>A journal in memory that does what its <see cref="JournalScript"/> says and keeps events as the bytes of their serializer give them back.</summary>
sealed class ScriptedJournal : MemoryJournal
{
    readonly ActorSystem _system = Context.System;
    readonly JournalScript _script = JournalScript.Of(Context.System);

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var verdicts = ImmutableList.CreateBuilder<Exception>();
        foreach (var write in messages)
        {
            var events = ((IImmutableList<IPersistentRepresentation>)write.Payload).Select(p => p.WithPayload(ThroughBytes(p.Payload))).ToImmutableList();
            var verdict = await _script.JudgeAsync(events[0].Payload);
            verdicts.Add(verdict!);
            if (verdict is not null) continue;
            await base.WriteMessagesAsync([new AtomicWrite(events)], cancellationToken);
            foreach (var e in events) _script.OnWritten(e.Payload);
        }
        return verdicts.ToImmutable();
    }

    public override Task ReplayMessagesAsync(IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback) =>
        base.ReplayMessagesAsync(context, persistenceId, fromSequenceNr, toSequenceNr, max, e =>
        {
            _script.OnReplayed();
            recoveryCallback(e);
        });

    object ThroughBytes(object payload)
    {
        var serializer = (Akka.Serialization.SerializerWithStringManifest)_system.Serialization.FindSerializerFor(payload);
        return serializer.FromBinary(serializer.ToBinary(payload), serializer.Manifest(payload));
    }
}
