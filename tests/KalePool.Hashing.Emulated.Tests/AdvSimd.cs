using System.Runtime.Intrinsics;

namespace KalePool.Hashing;

/// <summary>Stands before System.Runtime.Intrinsics.Arm.AdvSimd.</summary>
static class AdvSimd
{
    public static bool IsSupported => true;

    public static Vector128<ulong> ShiftLeftLogical(Vector128<ulong> value, byte count) => value << count;

    /// <summary>The right value shifted, its highest bits taken from the left one.</summary>
    public static Vector128<ulong> ShiftRightAndInsert(Vector128<ulong> left, Vector128<ulong> right, byte count) =>
        (left & ~(Vector128<ulong>.AllBitsSet >> count)) | (right >> count);

    public static Vector128<ulong> BitwiseClear(Vector128<ulong> value, Vector128<ulong> mask) => value & ~mask;
}
