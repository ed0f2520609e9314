using System.Runtime.Serialization;
using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;
using KalePool.Actors.Journal;

namespace KalePool.Actors.Serialization;

/// <summary>JSON under short manifests: no CLR type name ever reaches the journal.</summary>
public sealed class DomainSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Permanent: rows of the journal carry it.</summary>
    public const int Id = 4201;

    /// <summary>No event and no remote message is larger; the link of an event comes on top.</summary>
    public const int MaxBytes = 64 * 1024;

    public override int Identifier => Id;

    public override string Manifest(object o)
    {
        ArgumentNullException.ThrowIfNull(o);
        return o is LinkedEvent linked ? linked.Manifest : Manifests.Of(o.GetType());
    }

    public override byte[] ToBinary(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return obj is LinkedEvent linked ? linked.Message : Bytes(obj);
    }

    internal static byte[] Bytes(object obj)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(obj, obj.GetType(), DomainJson.Default);
        return bytes.Length <= MaxBytes ? bytes : throw new SerializationException($"{obj.GetType().Name} takes {bytes.Length} bytes, more than {MaxBytes}");
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var type = Manifests.Find(manifest) ?? throw new SerializationException($"unknown manifest {manifest}: written by a newer version");
        try
        {
            return JsonSerializer.Deserialize(bytes, type, DomainJson.Default) ?? throw new SerializationException($"{manifest}: null");
        }
        catch (JsonException e)
        {
            throw new SerializationException($"{manifest}: {e.Message}", e);
        }
    }
}
