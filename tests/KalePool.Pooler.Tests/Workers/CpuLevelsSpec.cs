using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Tests.Workers;

public class CpuLevelsSpec
{
    const string Haswell = "avx2 bmi1 bmi2 fma movbe abm f16c";
    const string Server = Haswell + " avx512f avx512bw avx512cd avx512dq avx512vl";
    const string Guest = "avx2 bmi1 bmi2 fma movbe f16c avx512f avx512bw avx512cd avx512dq avx512vl";

    [Theory]
    [InlineData(true, true, Server, "x86-64-v4,x86-64-v3")]
    [InlineData(true, true, Guest, "x86-64-v4,x86-64-v3")] // a guest whose kernel does not list LZCNT, which the CPU has
    [InlineData(true, true, Haswell, "x86-64-v3")] // AVX-512 switched off by the kernel
    [InlineData(true, false, Server, "x86-64-v3")] // an emulated CPU under a better one's kernel
    [InlineData(false, false, Server, "")]
    [InlineData(true, true, "sse4_2 avx", "")]
    [InlineData(true, true, "", "")]
    public void Are_those_that_both_cpu_and_kernel_have(bool v3, bool v4, string flags, string levels) =>
        Assert.Equal(levels, string.Join(',', CpuLevels.Of(v3, v4, flags.Split(' ').ToHashSet())));
}
