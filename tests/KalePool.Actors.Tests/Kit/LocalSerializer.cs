using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using KalePool.Domain;

namespace KalePool.Actors.Tests.Kit;

/// <summary>
/// With every message serialized, Akka's own local ones (its journal's, Status.Failure) would have to be as well, and cannot. They pass by
/// reference; a message of the domain that reaches this serializer has no manifest, and fails.
/// </summary>
sealed class LocalSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>Of all instances: two threads that need a serializer for the first time may each get one of their own.</summary>
    static readonly ConcurrentDictionary<long, object> Objects = new();

    static long _count;

    public override int Identifier => 4299;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        if (obj.GetType().Assembly == typeof(IEvent).Assembly) throw new SerializationException($"{obj.GetType().Name} is not bound to the pool's serializer");
        var id = Interlocked.Increment(ref _count);
        Objects[id] = obj;
        return BitConverter.GetBytes(id);
    }

    public override object FromBinary(byte[] bytes, Type type) =>
        Objects.TryRemove(BitConverter.ToInt64(bytes), out var found) ? found : throw new SerializationException("read twice");
}
