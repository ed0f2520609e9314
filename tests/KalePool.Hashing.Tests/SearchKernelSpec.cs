namespace KalePool.Hashing.Tests;

/// <summary>The same for every kernel; one that this CPU lacks is reported as skipped. The emulated tests run all of them on every CPU.</summary>
public class SearchKernelSpec
{
    const ulong Block = SearchKernel.Block;

    public static TheoryData<string> EveryKernel => [.. KernelCatalog.All.Select(k => k.Name)];

    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Passes_its_self_test(string name) => Assert.Null(SelfTest.FaultOf(Kernel(name)));

    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Finds_what_the_oracle_finds_on_random_messages(string name)
    {
        var kernel = Kernel(name);
        var random = new Random(20261123);
        var message = new byte[SearchTemplate.Length];
        for (var i = 0; i < 3; i++)
        {
            random.NextBytes(message);
            var template = SearchTemplate.Of(message);
            var start = (ulong)random.NextInt64(long.MinValue, long.MaxValue) / Block * Block;
            Assert.Equal(OracleHits.Of(template, new NonceRange(start, Block), 2), Hits(kernel, template, new NonceRange(start, Block), 2));
        }
    }

    /// <summary>Every position in lane and table, since every nonce of the block is a hit.</summary>
    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Tries_every_nonce_of_a_block_once(string name)
    {
        var range = new NonceRange(0x0123_4567_89AB_CDEF / Block * Block, Block);
        var hits = Hits(Kernel(name), ProofOfWorkVector.All[0].Template, range, 0);
        Assert.Equal((int)Block, hits.Count);
        Assert.Equal(Enumerable.Range(0, (int)Block).Select(i => range.Start + (ulong)i), hits.Select(hit => hit.Nonce));
    }

    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Sees_every_hash_of_ranges_with_odd_ends(string name)
    {
        var kernel = Kernel(name);
        var template = ProofOfWorkVector.All[1].Template;
        foreach (var range in new[]
        {
            new NonceRange(7, 0), new(7, 1), new(Block - 1, 2), new(Block - 700, 1_400), new(5, Block), new(Block - 3, Block + 9),
            new(uint.MaxValue - 1_000UL, 2_001), new(ulong.MaxValue - Block - 4, Block + 5),
        })
            Assert.Equal(OracleHits.Of(template, range, 2), Hits(kernel, template, range, 2));
    }

    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Finds_the_vectors_where_they_are(string name)
    {
        var kernel = Kernel(name);
        Assert.All(ProofOfWorkVector.All, v =>
        {
            var found = Assert.NotNull(kernel.Best(v.Template, new NonceRange(v.Nonce, 1), v.Zeros - 1));
            Assert.Equal((v.Nonce, v.HashHex, v.Zeros), (found.Nonce, found.Hash.ToString(), found.Zeros));
            Assert.Null(kernel.Best(v.Template, new NonceRange(v.Nonce, 1), v.Zeros));
        });
    }

    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Reports_the_best_and_of_equal_ones_the_first(string name)
    {
        var template = ProofOfWorkVector.All[1].Template;
        var range = new NonceRange(3 * Block, Block);
        var all = OracleHits.Of(template, range, 3);
        var best = all.Where(hit => hit.Zeros == all.Max(a => a.Zeros)).MinBy(hit => hit.Nonce);
        Assert.Equal(best, Kernel(name).Best(template, range, -1));
        Assert.Equal(best, Kernel(name).Best(template, range, best.Zeros - 1));
        Assert.Null(Kernel(name).Best(template, range, best.Zeros));
    }

    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Reports_nothing_below_a_threshold_that_rises(string name)
    {
        var sink = new Rising();
        Kernel(name).Search(ProofOfWorkVector.All[1].Template, new NonceRange(0, Block), sink);
        Assert.Equal(sink.Taken.Order(), sink.Taken);
        Assert.True(sink.Taken.Count is > 1 and < 20);
    }

    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Refuses_zeros_that_no_hash_beats(string name)
    {
        var kernel = Kernel(name);
        var template = ProofOfWorkVector.All[0].Template;
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Best(template, new NonceRange(0, 1), 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Best(template, new NonceRange(0, 1), -2));
    }

    [Fact]
    public void A_kernel_that_this_cpu_lacks_says_so()
    {
        var template = ProofOfWorkVector.All[0].Template;
        Assert.All(KernelCatalog.All.Where(kernel => !kernel.IsSupported), kernel =>
        {
            Assert.NotNull(SelfTest.FaultOf(kernel));
            Assert.Throws<InvalidOperationException>(() => kernel.Best(template, new NonceRange(0, 1), 0));
        });
        Assert.True(KernelCatalog.Scalar.IsSupported);
    }

    [Fact]
    public void What_the_self_test_expects_is_what_the_oracle_finds()
    {
        var sink = new SelfTest.TallySink();
        var known = SelfTest.Expected.Best.Nonce;
        var block = new NonceRange(known / Block * Block, Block);
        Assert.Equal(SelfTest.Nonces, Enumerable.Range(0, (int)Block).Count(i => SelfTest.Tries(block.Start + (ulong)i)));
        foreach (var hit in OracleHits.Of(SelfTest.Template, block, sink.Threshold).Where(hit => SelfTest.Tries(hit.Nonce)))
            sink.Add(hit);
        Assert.Equal(SelfTest.Expected, sink.Tally);
    }

    static SearchKernel Kernel(string name)
    {
        var kernel = Assert.Single(KernelCatalog.All, k => k.Name == name);
        Skip.IfNot(kernel.IsSupported, $"This CPU cannot run {name}.");
        return kernel;
    }

    static List<Found> Hits(SearchKernel kernel, SearchTemplate template, NonceRange range, int threshold)
    {
        var sink = new Everything(threshold);
        kernel.Search(template, range, sink);
        return [.. sink.Hits.OrderBy(hit => hit.Nonce)];
    }

    sealed class Everything(int threshold) : IHitSink
    {
        public List<Found> Hits { get; } = [];

        public int Threshold => threshold;

        public void Add(Found found) => Hits.Add(found);
    }

    sealed class Rising : IHitSink
    {
        public List<int> Taken { get; } = [];

        public int Threshold => Taken.Count == 0 ? 0 : Taken[^1] + 1;

        public void Add(Found found) => Taken.Add(found.Zeros);
    }
}
