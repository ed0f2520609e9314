using System.Runtime.Intrinsics;

namespace KalePool.Hashing;

/// <summary>Stands before System.Runtime.Intrinsics.X86.Avx2.</summary>
static class Avx2
{
    public static bool IsSupported => true;

    public static Vector256<ulong> ShiftLeftLogical(Vector256<ulong> value, byte count) => value << count;

    public static Vector256<ulong> ShiftRightLogical(Vector256<ulong> value, byte count) => value >> count;

    public static Vector256<ulong> AndNot(Vector256<ulong> left, Vector256<ulong> right) => ~left & right;

    /// <summary>Within each half: the bytes that the mask's low four bits name, zero where its highest is set.</summary>
    public static Vector256<byte> Shuffle(Vector256<byte> value, Vector256<byte> mask)
    {
        Span<byte> result = stackalloc byte[32];
        for (var i = 0; i < 32; i++)
            result[i] = (mask[i] & 0x80) != 0 ? (byte)0 : value[(i & 16) | (mask[i] & 15)];
        return Vector256.Create<byte>(result);
    }
}
