using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;

namespace KalePool.Actors.Tests.Kit;

/// <summary>What a test knows and demands of the journal of its actor system.</summary>
sealed class JournalScript : IExtension
{
    readonly ConcurrentQueue<object> _written = new();
    readonly ConcurrentDictionary<Type, HeldWrite> _held = new();
    readonly ConcurrentDictionary<Type, bool> _failing = new();
    readonly ConcurrentDictionary<Type, bool> _rejected = new();
    ImmutableList<long> _snapshots = [];
    int _replayed;

    /// <summary>Events on disk, of all entities, in the order of their writes.</summary>
    public IReadOnlyList<object> Written => [.. _written];

    /// <summary>Events that recoveries have read.</summary>
    public int Replayed => Volatile.Read(ref _replayed);

    /// <summary>Of which events there are snapshots.</summary>
    public IReadOnlyList<long> Snapshots => Volatile.Read(ref _snapshots);

    public bool SnapshotsAreUnreadable { get; set; }

    public static JournalScript Of(ActorSystem system) => system.WithExtension<JournalScript, Provider>();

    /// <summary>The next write of such an event waits until it is released.</summary>
    public HeldWrite Hold<T>() => _held[typeof(T)] = new HeldWrite();

    /// <summary>Writes of such an event fail: nobody knows whether they are on disk. Here they are not.</summary>
    public void Fail<T>() => _failing[typeof(T)] = true;

    /// <summary>Writes of such an event are refused: they are surely not on disk.</summary>
    public void Reject<T>() => _rejected[typeof(T)] = true;

    public void Heal()
    {
        _failing.Clear();
        _rejected.Clear();
    }

    /// <exception cref="IOException">The write fails.</exception>
    /// <returns>Why it is rejected; null where it is written.</returns>
    public async Task<Exception?> JudgeAsync(object payload)
    {
        if (_held.TryRemove(payload.GetType(), out var held)) await held.PassAsync();
        if (_failing.ContainsKey(payload.GetType())) throw new IOException("the disk is gone");
        return _rejected.ContainsKey(payload.GetType()) ? new ArgumentException("the event is refused") : null;
    }

    public void OnWritten(object payload) => _written.Enqueue(payload);

    public void OnSaved(long sequenceNr) => ImmutableInterlocked.Update(ref _snapshots, all => all.Add(sequenceNr));

    public void OnSnapshotsDeleted(long upTo) => ImmutableInterlocked.Update(ref _snapshots, all => all.RemoveAll(s => s <= upTo));

    public void OnReplayed() => Interlocked.Increment(ref _replayed);

    sealed class Provider : ExtensionIdProvider<JournalScript>
    {
        public override JournalScript CreateExtension(ExtendedActorSystem system) => new();
    }
}
