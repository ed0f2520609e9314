using KalePool.Hashing;

namespace KalePool.Benchmarks;

/// <summary>The kernels on one core, as searches use them, and the bare passes without the loop around them.</summary>
static unsafe class KernelRuns
{
    const int Blocks = 4;

    /// <summary>Nothing is found: with 12 zeros asked for, the loop and the kernel are all there is.</summary>
    const int Threshold = 12;

    public static Contestant Search(SearchKernel kernel) => new(kernel.Name, SelfTest.FaultOf(kernel), () =>
    {
        var sink = new BestHit(Threshold - 1);
        var started = ThreadClock.Seconds();
        kernel.Search(SelfTest.Template, new NonceRange(1UL << 40, Blocks * SearchKernel.Block), sink);
        return Blocks * SearchKernel.Block / (ThreadClock.Seconds() - started);
    });

    /// <summary>The same number of the same passes over one table.</summary>
    public static Contestant Bare<TKernel>()
        where TKernel : struct, IPassKernel => new($"{TKernel.Name} bare", SelfTest.FaultOf(SearchKernel.Of<TKernel>()), () =>
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
            var started = ThreadClock.Seconds();
            for (var pass = 0; pass < passes; pass++)
                TKernel.Pass(bases, single, table, roundConstants, Digest.MaskOf(Threshold), hits);
            return (double)passes * inPass / (ThreadClock.Seconds() - started);
        }
    });
}
