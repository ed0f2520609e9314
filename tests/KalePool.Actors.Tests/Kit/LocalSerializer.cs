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
    readonly ConcurrentDictionary<long, object> _objects = new();
    long _count;

    public override int Identifier => 4299;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        if (obj.GetType().Assembly == typeof(IEvent).Assembly) throw new SerializationException($"{obj.GetType().Name} is not bound to the pool's serializer");
        var id = Interlocked.Increment(ref _count);
        _objects[id] = obj;
        return BitConverter.GetBytes(id);
    }

    public override object FromBinary(byte[] bytes, Type type) =>
        _objects.TryRemove(BitConverter.ToInt64(bytes), out var found) ? found : throw new SerializationException("read twice");
}
