using System.Buffers.Binary;
using KalePool.Devnet;
using KalePool.Devnet.Settings;
using KalePool.Devnet.Storage;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Fuzz.Targets;

/// <summary>The records of devnet's state file, past the hashes that chain them: each with its length before it.</summary>
public sealed class DevnetStateTarget : IFuzzTarget
{
    const uint Retention = 100;

    static readonly DevnetSettings Settings = new() { LedgerMs = null };

    readonly Lazy<IReadOnlyList<byte[]>> _seeds = new(() =>
    {
        var chain = new Chain(Settings, TimeProvider.System);
        chain.CloseLedger();
        return [Joined(StateRecords.Base(new Dictionary<string, string> { ["--passphrase"] = Settings.Passphrase }, chain.View))];
    });

    public string Name => "devnet-state";

    public IReadOnlyList<byte[]> Seeds => _seeds.Value;

    /// <summary>Each entry stands in several sorted trees.</summary>
    public Allowance Allowance => new(512 << 10, 1_000);

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new StateReader(new Network(Settings.Passphrase), Retention, _ => { });
        try
        {
            while (input.Length >= sizeof(uint))
            {
                var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(input), (uint)(input.Length - sizeof(uint)));
                reader.Take(input.Slice(sizeof(uint), length).ToArray());
                input = input[(sizeof(uint) + length)..];
            }
        }
        catch (Exception e) when (e is InvalidDataException or XdrException or InvalidCastException or ArgumentException or System.Text.Json.JsonException)
        {
            // Told as damage of the record.
        }
    }

    static byte[] Joined(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        using var joined = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(uint)];
        foreach (var record in records)
        {
            BinaryPrimitives.WriteUInt32BigEndian(length, (uint)record.Length);
            joined.Write(length);
            joined.Write(record.Span);
        }
        return joined.ToArray();
    }
}
