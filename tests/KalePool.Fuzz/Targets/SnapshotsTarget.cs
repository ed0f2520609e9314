using System.IO.Compression;
using System.Runtime.Serialization;
using System.Text.Json;
using Akka.Actor;
using KalePool.Actors.Serialization;
using KalePool.Domain.Accounts;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using KalePool.Fuzz.Engine;

namespace KalePool.Fuzz.Targets;

/// <summary>States of entities as snapshots hold them; what is inside the packing is what is changed, else nearly nothing would get through it.</summary>
public sealed class SnapshotsTarget : IFuzzTarget
{
    static readonly object[] States = [FarmerState.Empty, PoolerState.Empty, AccountState.Empty];

    readonly SnapshotSerializer _serializer = new((ExtendedActorSystem)ActorSystem.Create("fuzz"));

    public string Name => "snapshots";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Choice.Of(0, JsonSerializer.SerializeToUtf8Bytes(FarmerState.Empty, SnapshotJson.Default.FarmerState)),
        Choice.Of(1, JsonSerializer.SerializeToUtf8Bytes(PoolerState.Empty, SnapshotJson.Default.PoolerState)),
        Choice.Of(2, JsonSerializer.SerializeToUtf8Bytes(AccountSnapshot.Of(AccountState.Empty), SnapshotJson.Default.AccountSnapshot)),
    ];

    /// <summary>Packing and unpacking have buffers of their own.</summary>
    public Allowance Allowance => new(512 << 10, 400);

    public void Run(ReadOnlySpan<byte> input)
    {
        var manifest = _serializer.Manifest(States[Choice.Among(States.Length, input, out var json)]);
        try
        {
            _ = _serializer.ToBinary(_serializer.FromBinary(Packed(json), manifest));
        }
        catch (SerializationException)
        {
            // The entity recovers from its events.
        }
    }

    static byte[] Packed(ReadOnlySpan<byte> json)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(json);
        return packed.ToArray();
    }
}
