using System.Runtime.Intrinsics.X86;

namespace KalePool.Pooler.Workers;

/// <summary>Which of the levels of x86-64 this CPU has that a worker image may be compiled for.</summary>
static class CpuLevels
{
    public const string V3 = "x86-64-v3";
    public const string V4 = "x86-64-v4";

    const string CpuInfo = "/proc/cpuinfo";

    /// <summary>What a kernel can switch off: it is it that saves the vectors. Others it may leave out of its list although they are there.</summary>
    static readonly string[] V3Flags = ["avx2"];
    static readonly string[] V4Flags = [.. V3Flags, "avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"];

    /// <summary>The best first; empty on an old or another CPU.</summary>
    /// <remarks>Asked of the CPU and of the kernel: the kernel may have switched off what the CPU has, and an emulated CPU is not the kernel's.</remarks>
    public static IReadOnlyList<string> Of() => Of(CpuHas(V3), CpuHas(V4), Flags());

    public static IReadOnlyList<string> Of(bool cpuHasV3, bool cpuHasV4, IReadOnlySet<string> flags) =>
    [
        .. cpuHasV4 && V4Flags.All(flags.Contains) ? (string[])[V4] : [],
        .. cpuHasV3 && V3Flags.All(flags.Contains) ? (string[])[V3] : [],
    ];

    /// <summary>The level that a kernel of x86-64 needs; null: it needs none, or is another CPU's.</summary>
    public static string? Wanted(string kernel) => kernel.StartsWith("avx512", StringComparison.Ordinal) ? V4 : kernel == "avx2" ? V3 : null;

    static HashSet<string> Flags()
    {
        try
        {
            var line = File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)) ?? "";
            return [.. line.Split((char[])[' ', '\t', ':'], StringSplitOptions.RemoveEmptyEntries)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Bits of CPUID. Leaf 1: FMA 12, MOVBE 22, F16C 29. Leaf 7: BMI1 3, AVX2 5, BMI2 8, AVX-512 F 16, DQ 17, CD 28, BW 30, VL 31. Leaf 8000_0001: LZCNT 5.</summary>
    static bool CpuHas(string level)
    {
        const uint basic = 1u << 12 | 1u << 22 | 1u << 29;
        const uint v3 = 1u << 3 | 1u << 5 | 1u << 8;
        const uint v4 = v3 | 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31;
        const uint extended = 1u << 5;
        const uint extendedLeaf = 0x8000_0001;
        return X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (uint)X86Base.CpuId(unchecked((int)0x8000_0000), 0).Eax >= extendedLeaf
            && Has(X86Base.CpuId(1, 0).Ecx, basic) && Has(X86Base.CpuId(7, 0).Ebx, level == V4 ? v4 : v3) && Has(X86Base.CpuId(unchecked((int)extendedLeaf), 0).Ecx, extended);
    }

    static bool Has(int register, uint wanted) => ((uint)register & wanted) == wanted;
}
