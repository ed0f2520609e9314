using System.Collections.Frozen;
using System.IO.Compression;
using System.Runtime.Serialization;
using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;
using KalePool.Domain.Accounts;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;

namespace KalePool.Actors.Serialization;

/// <summary>
/// States of entities, as Brotli of JSON. A snapshot is a shortcut through the journal and never its replacement: one that this version did not write
/// is not read, and the entity recovers from all its events. So the number of a manifest goes up with every change of what a state holds or of how
/// events make it; a golden file for each tells when that is.
/// </summary>
public sealed class SnapshotSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Permanent, beside <see cref="DomainSerializer.Id"/>.</summary>
    public const int Id = 4202;

    /// <summary>Of the JSON. The largest state is a pooler's: rosters of a day of blocks, about 40 bytes a farmer and block.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    static readonly FrozenDictionary<Type, string> Names = new Dictionary<Type, string>
    {
        [typeof(FarmerState)] = "farmer-state:2",
        [typeof(PoolerState)] = "pooler-state:1",
        [typeof(AccountState)] = "account-state:1",
    }.ToFrozenDictionary();

    public static IReadOnlyCollection<Type> Types => Names.Keys;

    public override int Identifier => Id;

    public override string Manifest(object o)
    {
        ArgumentNullException.ThrowIfNull(o);
        return Names.TryGetValue(o.GetType(), out var name) ? name : throw new ArgumentException($"{o.GetType().Name} is no state", nameof(o));
    }

    public override byte[] ToBinary(object obj)
    {
        var json = Json(obj);
        if (json.Length > MaxBytes) throw new SerializationException($"{obj.GetType().Name} takes {json.Length} bytes, more than {MaxBytes}");
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(json);
        return packed.ToArray();
    }

    /// <exception cref="SerializationException">Another version wrote it, or it is damaged.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        var type = Names.FirstOrDefault(n => n.Value == manifest).Key ?? throw new SerializationException($"{manifest}: a snapshot of another version");
        try
        {
            var json = Unpack(bytes);
            object? state = type == typeof(AccountState)
                ? JsonSerializer.Deserialize(json, SnapshotJson.Default.AccountSnapshot)?.Restored()
                : JsonSerializer.Deserialize(json, type, SnapshotJson.Default);
            return state ?? throw new SerializationException($"{manifest}: null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or InvalidDataException or IOException)
        {
            throw new SerializationException($"{manifest}: {e.Message}", e);
        }
    }

    static byte[] Json(object state) => state is AccountState account
        ? JsonSerializer.SerializeToUtf8Bytes(AccountSnapshot.Of(account), SnapshotJson.Default.AccountSnapshot)
        : JsonSerializer.SerializeToUtf8Bytes(state, state.GetType(), SnapshotJson.Default);

    static ReadOnlySpan<byte> Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var json = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = brotli.Read(buffer)) > 0;)
        {
            if (json.Length + read > MaxBytes) throw new InvalidDataException($"more than {MaxBytes} bytes");
            json.Write(buffer, 0, read);
        }
        return json.GetBuffer().AsSpan(0, (int)json.Length);
    }
}
