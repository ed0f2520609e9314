using System.Runtime.Intrinsics;

namespace KalePool.Hashing;

/// <summary>Stands before System.Runtime.Intrinsics.X86.Avx512F for everything in this namespace: the same results on every CPU.</summary>
static class Avx512F
{
    public static bool IsSupported => true;

    /// <summary>The two functions of three bits that Keccak needs.</summary>
    public static Vector512<ulong> TernaryLogic(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c, byte control) => control switch
    {
        0x96 => a ^ b ^ c,
        0xD2 => a ^ (~b & c),
        _ => throw new ArgumentOutOfRangeException(nameof(control)),
    };

    public static Vector512<ulong> RotateLeft(Vector512<ulong> value, byte count) => (value << count) | (value >> (64 - count));

    public static class VL
    {
        public static bool IsSupported => true;

        public static Vector256<ulong> TernaryLogic(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c, byte control) =>
            control switch
            {
                0x96 => a ^ b ^ c,
                0xD2 => a ^ (~b & c),
                _ => throw new ArgumentOutOfRangeException(nameof(control)),
            };

        public static Vector256<ulong> RotateLeft(Vector256<ulong> value, byte count) => (value << count) | (value >> (64 - count));
    }
}
