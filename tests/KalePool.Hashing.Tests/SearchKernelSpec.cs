namespace KalePool.Hashing.Tests;

/// <summary>The same for every kernel; one that this CPU lacks is reported as skipped.</summary>
public class SearchKernelSpec
{
    public static TheoryData<string> EveryKernel => [.. SearchKernel.All.Select(k => k.Name)];

    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Passes_its_self_test(string name) => Assert.Null(SelfTest.FaultOf(Kernel(name)));

    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Agrees_with_the_oracle_on_random_messages(string name)
    {
        var kernel = Kernel(name);
        var random = new Random(20261123);
        var message = new byte[SearchTemplate.Length];
        for (var i = 0; i < 2_000; i++)
        {
            random.NextBytes(message);
            var template = SearchTemplate.Of(message);
            var nonce = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            var hash = template.HashOf(nonce);

            // The kernel must say yes for one zero less and no for the zeros there are.
            var one = new NonceRange(nonce, 1);
            Assert.Equal(new KernelResult(1, new Found(nonce, hash, hash.Zeros)), kernel.Search(template, one, hash.Zeros - 1));
            Assert.Equal(new KernelResult(1, null), kernel.Search(template, one, hash.Zeros));
        }
    }

    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Sees_every_hash_with_a_zero_in_a_range(string name)
    {
        var kernel = Kernel(name);
        var template = ProofOfWorkVector.All[0].Template;
        var range = new NonceRange(uint.MaxValue - 3_000UL, 6_001);
        var expected = Enumerable.Range(0, 6_001).Select(i => range.Start + (ulong)i).Where(n => template.HashOf(n).Zeros > 0).ToList();

        var seen = new List<ulong>();
        for (NonceRange? rest = range; rest is { } left;)
        {
            var result = kernel.Search(template, left, 0);
            Assert.InRange(result.Tried, 1UL, left.Count);
            if (result.Found is { } found)
                seen.Add(found.Nonce);
            rest = left.After(result.Tried);
        }

        Assert.Superset(seen.ToHashSet(), expected.ToHashSet());
        if (kernel.Step == 1)
            Assert.Equal(expected, seen);
    }

    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Finds_the_vectors_where_they_are(string name)
    {
        var kernel = Kernel(name);
        Assert.All(ProofOfWorkVector.All, v =>
        {
            var before = Math.Min(v.Nonce, 500);
            var result = kernel.Search(v.Template, new NonceRange(v.Nonce - before, before + 1), v.Zeros - 1);
            var found = Assert.NotNull(result.Found);
            Assert.Equal(found.Hash, v.Template.HashOf(found.Nonce));
            Assert.True(found.Zeros >= v.Zeros);
        });
    }

    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Counts_a_range_tried_in_vain(string name)
    {
        var result = Kernel(name).Search(ProofOfWorkVector.All[0].Template, NonceRange.From(ulong.MaxValue - 9_999), 63);
        Assert.Equal(new KernelResult(10_000, null), result);
    }

    [SkippableTheory, MemberData(nameof(EveryKernel))]
    public void Refuses_zeros_that_no_hash_beats(string name)
    {
        var kernel = Kernel(name);
        var template = ProofOfWorkVector.All[0].Template;
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Search(template, new NonceRange(0, 1), 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Search(template, new NonceRange(0, 1), -2));
    }

    static SearchKernel Kernel(string name)
    {
        var kernel = SearchKernel.All.Single(k => k.Name == name);
        Skip.IfNot(kernel.IsSupported, $"this CPU lacks {name}");
        return kernel;
    }
}
