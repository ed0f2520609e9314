using System.Buffers.Binary;
using System.Numerics;

namespace KalePool.Hashing;

/// <summary>A 32-byte hash as the first four lanes of the state, each holding its eight bytes least significant first.</summary>
public readonly record struct Digest(ulong Lane0, ulong Lane1, ulong Lane2, ulong Lane3)
{
    /// <summary>Hex digits of a hash: the most zeros there can be.</summary>
    public const int HexDigits = 64;

    /// <summary>Leading zero hex digits, 0 to 64: what the KALE contract calls zeros.</summary>
    public int Zeros
    {
        get
        {
            var zeros = 0;
            foreach (var lane in (ReadOnlySpan<ulong>)[Lane0, Lane1, Lane2, Lane3])
            {
                zeros += BitOperations.LeadingZeroCount(BinaryPrimitives.ReverseEndianness(lane)) / 4;
                if (lane != 0)
                    break;
            }

            return zeros;
        }
    }

    /// <summary>The bits of lane 0 that are clear in a hash with that many zeros; only the first 16 zeros are in lane 0.</summary>
    internal static ulong MaskOf(int zeros) =>
        BinaryPrimitives.ReverseEndianness(zeros >= 16 ? ulong.MaxValue : ~(ulong.MaxValue >> (4 * zeros)));

    /// <summary>The hash whose bytes these are.</summary>
    /// <exception cref="ArgumentException">Not exactly 32 bytes.</exception>
    public static Digest FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Keccak256.HashLength)
            throw new ArgumentException($"A hash has {Keccak256.HashLength} bytes, not {bytes.Length}.", nameof(bytes));
        return new Digest(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
    }

    /// <summary>The 32 bytes, in the order in which they are printed and sent.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Keccak256.HashLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Lane0);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), Lane1);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), Lane2);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), Lane3);
        return bytes;
    }

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToBytes());
}
