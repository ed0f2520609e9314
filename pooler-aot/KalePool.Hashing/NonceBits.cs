using System.Buffers.Binary;

namespace KalePool.Hashing;

/// <summary>Where the bits of a nonce stand in the message's first two lanes: its eight bytes, most significant first, begin at byte 4.</summary>
static class NonceBits
{
    /// <summary>The nonce's high word; the half of either lane that stands in the higher bytes, too.</summary>
    public const ulong HighWord = 0xFFFF_FFFF_0000_0000;

    /// <summary>Lane 0 with the nonce's high word.</summary>
    public static ulong Lane0(ulong lane0, ulong nonce) =>
        (lane0 & ~HighWord) | ((ulong)BinaryPrimitives.ReverseEndianness((uint)(nonce >> 32)) << 32);

    /// <summary>Lane 1 with the nonce's low word.</summary>
    public static ulong Lane1(ulong lane1, ulong nonce) => (lane1 & HighWord) | BinaryPrimitives.ReverseEndianness((uint)nonce);

    /// <summary>The nonce's low word out of lane 1.</summary>
    public static uint LowWordOf(ulong lane1) => BinaryPrimitives.ReverseEndianness((uint)lane1);

    /// <summary>A number's bits at these positions, its lowest bit at the first.</summary>
    public static ulong Spread(int value, ReadOnlySpan<byte> positions)
    {
        var spread = 0UL;
        for (var i = 0; i < positions.Length; i++)
            spread |= ((ulong)value >> i & 1) << positions[i];
        return spread;
    }
}
