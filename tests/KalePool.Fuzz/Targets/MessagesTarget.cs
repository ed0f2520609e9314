using System.Runtime.Serialization;
using Akka.Actor;
using KalePool.Actors.Serialization;
using KalePool.Fuzz.Engine;

namespace KalePool.Fuzz.Targets;

/// <summary>What nodes of a cluster send to each other, and what recovery reads: whoever reaches a cluster's port past its certificates must not stop a node.</summary>
public sealed class MessagesTarget : IFuzzTarget
{
    static readonly string[] Known = [.. Manifests.Wire.Keys.Concat(Manifests.Journal.Keys).Order(StringComparer.Ordinal)];

    readonly DomainSerializer _serializer = new((ExtendedActorSystem)ActorSystem.Create("fuzz"));

    public string Name => "messages";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. Enumerable.Range(0, Known.Length).Select(i => Choice.Of(i, "{\"farmer_id\":\"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051\",\"pooler_id\":\"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051\",\"block\":{\"pooler_id\":\"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051\",\"index\":7},\"works\":[],\"rows\":[]}"u8))];

    public Allowance Allowance => Allowance.Usual;

    public void Run(ReadOnlySpan<byte> input)
    {
        var manifest = Known[Choice.Among(Known.Length, input, out var json)];
        try
        {
            _ = _serializer.FromBinary(json.ToArray(), manifest);
        }
        catch (SerializationException)
        {
            // Dropped, and logged.
        }
    }
}
