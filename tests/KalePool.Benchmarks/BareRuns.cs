using KalePool.Hashing;
using KalePool.Pooler.Bench;

namespace KalePool.Benchmarks;

/// <summary>The bare passes of the kernels, without the loop around them.</summary>
static unsafe class BareRuns
{
    const int Blocks = 4;

    /// <summary>Nothing is found: with 12 zeros asked for, the kernel is all there is.</summary>
    const int Threshold = 12;

    public static string NameOf(string kernel) => $"{kernel} bare";

    /// <summary>As many passes over one table as a search makes over its own.</summary>
    public static Contestant Of<TKernel>()
        where TKernel : struct, IPassKernel => new(NameOf(TKernel.Name), SelfTest.FaultOf(SearchKernel.Of<TKernel>()), _ => Task.FromResult(Run<TKernel>()));

    static double Run<TKernel>()
        where TKernel : struct, IPassKernel
    {
        const int lanes = 25;
        var memory = stackalloc ulong[(SkipPlan.Entries * lanes) + (lanes * 9) + 32];
        var table = (ulong*)(((nint)memory + 63) & ~63);
        var bases = table + (SkipPlan.Entries * lanes);
        var single = bases + (lanes * 8);
        var hits = stackalloc uint[Hit.MostInPass];
        for (var i = 0; i < (SkipPlan.Entries * lanes) + (lanes * 9); i++)
            table[i] = (ulong)i * 0x9E37_79B9_7F4A_7C15;
        var inPass = SkipPlan.Entries * (TKernel.Ways + (TKernel.HasSingle ? 1 : 0));
        var passes = Blocks * (int)SearchKernel.Block / inPass;
        fixed (ulong* roundConstants = Keccak256.RoundConstants)
        {
            var started = CpuClock.OfThread();
            for (var pass = 0; pass < passes; pass++)
                TKernel.Pass(bases, single, table, roundConstants, Digest.MaskOf(Threshold), hits);
            return (double)passes * inPass / (CpuClock.OfThread() - started);
        }
    }
}
