namespace KalePool.Hashing.Generator;

/// <summary>Every file that is emitted.</summary>
static class Output
{
    static readonly LaneLayout Scalar = new(new ScalarDialect());

    static readonly IReadOnlyList<Kernel> Kernels =
    [
        new("ScalarPass", "scalar", "One message in 64-bit integers, on every CPU.", Scalar, IsUnrolled: true),
        new("NeonPass", "neon", "Two messages in the 128 bits of NEON.", new(new NeonDialect())),
        new("Avx2Pass", "avx2", "Four messages in the 256 bits of AVX2; its sixteen registers hold a third of the state, the rest is kept in memory.",
            new(new Avx2Dialect(), FirstInMemory: 8)),
        new("Avx512VlPass", "avx512vl", "Four messages in 256 bits with the rotations, ternary logic and 32 registers of AVX-512.", new(new Avx512Dialect(4))),
        new("Avx512Pass", "avx512", "Eight messages in the 512 bits of AVX-512.", new(new Avx512Dialect(8))),
        new("Avx512MixedPass", "avx512+1", "Eight messages in the 512 bits of AVX-512, and one in the integer pipes that are idle beside them.",
            new(new Avx512Dialect(8)), Single: new(new ScalarDialect(), Prefix: "s", FirstInMemory: 4)),
    ];

    /// <summary>File names and contents.</summary>
    public static IEnumerable<(string Name, string Text)> Files() =>
    [
        ("SkipPlan.g.cs", SkipPlanWriter.Write()),
        ("SingleHash.g.cs", KernelWriter.WriteSingleHash()),
        .. Kernels.Select(kernel => (kernel.FileName, KernelWriter.Write(kernel))),
    ];
}
