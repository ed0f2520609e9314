namespace KalePool.Hashing.Generator;

/// <summary>64-bit integers; the compiler makes rorx and andn of it where the target has BMI.</summary>
sealed class ScalarDialect : Dialect
{
    public override int Ways => 1;

    public override string Type => "ulong";

    public override IReadOnlyList<string> Namespaces => ["System.Numerics"];

    public override string IsSupported => "true";

    public override string Broadcast(string scalar) => scalar;

    public override string Constant(IReadOnlyList<ulong> ways) => Keccak.Literal(ways.Single());

    public override string At(string pointer, int index) => $"{pointer}[{index}]";

    public override string Rotate(string value, int by) => $"BitOperations.RotateLeft({value}, {by})";

    public override string Chi(string a, string b, string c) => $"{a} ^ (~{b} & {c})";

    public override string Record(string lane0) => $"""
        if (({lane0} & mask) == 0)
            count = Hit.Record(hits, count, entry, 1);
        """;
}

/// <summary>256 bits, no rotation: two shifts, or a shuffle of bytes by whole bytes.</summary>
sealed class Avx2Dialect : Dialect
{
    public override int Ways => 4;

    public override IReadOnlyList<string> Namespaces => ["System.Runtime.Intrinsics", "System.Runtime.Intrinsics.X86"];

    public override string IsSupported => "Avx2.IsSupported";

    public override IReadOnlyList<string> Constants => [Shuffle(8), Shuffle(56)];

    public override string Rotate(string value, int by) => by is 8 or 56
        ? $"Avx2.Shuffle({value}.AsByte(), rotate{by}).AsUInt64()"
        : $"(Avx2.ShiftLeftLogical({value}, {by}) | Avx2.ShiftRightLogical({value}, {64 - by}))";

    public override string Chi(string a, string b, string c) => $"{a} ^ Avx2.AndNot({b}, {c})";

    static string Shuffle(int by) =>
        $"var rotate{by} = Vector256.Create({string.Join(", ", Enumerable.Range(0, 32).Select(i => $"(byte){(i & 8) + ((i - (by / 8)) & 7)}"))});";
}

/// <summary>Rotations and ternary logic of AVX-512, on 512 bits or, with VL, on 256.</summary>
/// <remarks>The five differences of theta are made and added by themselves: two ternaries with a rotated sum save instructions, but on Zen 4 they
/// run slower than 30 exclusive ors.</remarks>
sealed class Avx512Dialect(int ways) : Dialect
{
    public override int Ways => ways;

    public override IReadOnlyList<string> Namespaces => ["System.Runtime.Intrinsics", "System.Runtime.Intrinsics.X86"];

    public override string IsSupported => $"{Set}.IsSupported";

    string Set => ways == 8 ? "Avx512F" : "Avx512F.VL";

    public override IEnumerable<string> Sum(string target, IReadOnlyList<string> five) =>
    [
        $"{target} = {Set}.TernaryLogic({five[0]}, {five[1]}, {five[2]}, 0x96);",
        $"{target} = {Set}.TernaryLogic({target}, {five[3]}, {five[4]}, 0x96);",
    ];

    public override string Rotate(string value, int by) => $"{Set}.RotateLeft({value}, {by})";

    public override string Chi(string a, string b, string c) => $"{Set}.TernaryLogic({a}, {b}, {c}, 0xD2)";
}

/// <summary>128 bits of NEON: a rotation is a shift, and a shift that inserts.</summary>
sealed class NeonDialect : Dialect
{
    public override int Ways => 2;

    public override IReadOnlyList<string> Namespaces => ["System.Runtime.Intrinsics", "System.Runtime.Intrinsics.Arm"];

    public override string IsSupported => "AdvSimd.IsSupported";

    public override string Rotate(string value, int by) => $"AdvSimd.ShiftRightAndInsert(AdvSimd.ShiftLeftLogical({value}, {by}), {value}, {64 - by})";

    public override string Chi(string a, string b, string c) => $"{a} ^ AdvSimd.BitwiseClear({c}, {b})";
}
