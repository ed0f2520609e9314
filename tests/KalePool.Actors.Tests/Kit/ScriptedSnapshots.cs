using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Snapshot;

namespace KalePool.Actors.Tests.Kit;

/// <summary>Snapshots in memory, kept as the bytes of their serializer give them back; their writes fail where the <see cref="JournalScript"/> says so.</summary>
sealed class ScriptedSnapshots : MemorySnapshotStore
{
    readonly ActorSystem _system = Context.System;
    readonly JournalScript _script = JournalScript.Of(Context.System);

    protected override async Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        await _script.JudgeAsync(snapshot);
        var serializer = (Akka.Serialization.SerializerWithStringManifest)_system.Serialization.FindSerializerFor(snapshot);
        await base.SaveAsync(metadata, serializer.FromBinary(serializer.ToBinary(snapshot), serializer.Manifest(snapshot)), cancellationToken);
        _script.OnSaved(metadata.SequenceNr);
    }

    protected override Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        _script.SnapshotsAreUnreadable ? throw new SerializationException("a snapshot of another version") : base.LoadAsync(persistenceId, criteria, cancellationToken);

    protected override async Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        await base.DeleteAsync(persistenceId, criteria, cancellationToken);
        _script.OnSnapshotsDeleted(criteria.MaxSequenceNr);
    }
}
