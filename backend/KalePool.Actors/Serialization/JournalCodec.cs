using System.Runtime.Serialization;
using System.Text.Json;
using KalePool.Domain;

namespace KalePool.Actors.Serialization;

/// <summary>Events as the rows of the journal hold them, for whoever reads the table itself.</summary>
public static class JournalCodec
{
    /// <summary>What rows of the pool's own events carry in <c>identifier</c>; others are Akka's.</summary>
    public const int SerializerId = DomainSerializer.Id;

    /// <exception cref="SerializationException">It is larger than any event may be.</exception>
    /// <exception cref="ArgumentException">It has no manifest.</exception>
    public static (string Manifest, byte[] Message) Write(IEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return (Manifests.Of(e.GetType()), DomainSerializer.Bytes(e));
    }

    /// <exception cref="SerializationException">A newer version wrote it, or it is no event.</exception>
    public static IEvent Read(string manifest, byte[] message)
    {
        if (!Manifests.Journal.TryGetValue(manifest, out var type)) throw new SerializationException($"unknown manifest {manifest}: written by a newer version");
        try
        {
            return (IEvent?)JsonSerializer.Deserialize(message, type, DomainJson.Default) ?? throw new SerializationException($"{manifest}: null");
        }
        catch (JsonException e)
        {
            throw new SerializationException($"{manifest}: {e.Message}", e);
        }
    }
}
