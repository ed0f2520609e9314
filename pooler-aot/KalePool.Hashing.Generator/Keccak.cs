namespace KalePool.Hashing.Generator;

/// <summary>The constants of Keccak-f[1600], made by the rules of its reference. Lane (x, y) has number x + 5y.</summary>
static class Keccak
{
    public const int Lanes = 25;
    public const int Rounds = 24;

    /// <summary>Left rotations of rho.</summary>
    public static IReadOnlyList<int> Rotations { get; } = MakeRotations();

    /// <summary>What iota adds to lane 0.</summary>
    public static IReadOnlyList<ulong> RoundConstants { get; } = MakeRoundConstants();

    /// <summary>A literal of C#.</summary>
    public static string Literal(ulong value) => $"0x{value:X}UL";

    static int[] MakeRotations()
    {
        var rotations = new int[Lanes];
        var (x, y) = (1, 0);
        for (var t = 0; t < 24; t++)
        {
            rotations[x + (5 * y)] = (t + 1) * (t + 2) / 2 % 64;
            (x, y) = (y, ((2 * x) + (3 * y)) % 5);
        }

        return rotations;
    }

    static ulong[] MakeRoundConstants()
    {
        var constants = new ulong[Rounds];
        var register = 1;
        for (var round = 0; round < Rounds; round++)
        {
            for (var j = 0; j < 7; j++)
            {
                if ((register & 1) != 0)
                    constants[round] |= 1UL << ((1 << j) - 1);
                register = (register << 1) ^ ((register & 0x80) != 0 ? 0x171 : 0);
            }
        }

        return constants;
    }
}
