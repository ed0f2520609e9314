namespace KalePool.Hashing.Tests;

public class NonceSearchSpec
{
    const int Never = Digest.HexDigits + 1;

    static readonly SearchTemplate Template = ProofOfWorkVector.All[1].Template;

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(1, 64)]
    [InlineData(3, 64)]
    [InlineData(4, 7)]
    public async Task Tries_every_nonce_of_a_range_once(int threads, ulong piece)
    {
        var search = new NonceSearch(KernelCatalog.Scalar, threads, piece);
        var range = new NonceRange(100, 5_003);
        var summary = await search.RunAsync(new SearchGoal(Template, range, -1, Never), null, CancellationToken.None);

        Assert.Equal(SearchEnd.Exhausted, summary.End);
        Assert.Equal(5_003UL, summary.Tried);
        Assert.Equal(5_003, search.Hashes);
        var best = Assert.NotNull(summary.Best);
        Assert.Equal(BestZeros(range), best.Zeros);
        Assert.Equal(Template.HashOf(best.Nonce), best.Hash);
    }

    [Fact]
    public async Task Reports_each_better_hash_in_order()
    {
        var found = new List<Found>();
        var search = new NonceSearch(KernelCatalog.Scalar, 2, 50);
        var summary = await search.RunAsync(new SearchGoal(Template, new NonceRange(0, 20_000), 0, Never), found.Add, CancellationToken.None);

        Assert.NotEmpty(found);
        Assert.Equal(found.Select(f => f.Zeros).Distinct().Order(), found.Select(f => f.Zeros));
        Assert.Equal(found[^1], summary.Best);
        Assert.All(found, f => Assert.Equal(f.Hash, Template.HashOf(f.Nonce)));
    }

    [Fact]
    public async Task Ends_with_the_piece_in_which_enough_zeros_were_found()
    {
        var search = new NonceSearch(KernelCatalog.Scalar, 1, 10);
        var summary = await search.RunAsync(new SearchGoal(Template, NonceRange.From(0), 1, 2), null, CancellationToken.None);

        Assert.Equal(SearchEnd.Reached, summary.End);
        var first = Enumerable.Range(0, int.MaxValue).First(n => Template.HashOf((ulong)n).Zeros >= 2);
        Assert.Equal(((ulong)first / 10 * 10) + 10, summary.Tried);
        Assert.True(Assert.NotNull(summary.Best).Zeros >= 2);
    }

    [Fact]
    public async Task Goes_on_behind_what_has_been_tried()
    {
        var range = new NonceRange(ulong.MaxValue - 2_999, 3_000);
        var search = new NonceSearch(KernelCatalog.Scalar, 2, 16);
        var tried = 0UL;
        var zeros = -1;
        for (NonceRange? rest = range; rest is { } left;)
        {
            var summary = await search.RunAsync(new SearchGoal(Template, left, zeros, zeros + 1), null, CancellationToken.None);
            zeros = summary.Best?.Zeros ?? zeros;
            tried += summary.Tried;
            rest = left.After(summary.Tried);
        }

        Assert.Equal(3_000UL, tried);
        Assert.Equal(3_000, search.Hashes);
        Assert.Equal(BestZeros(range), zeros);
    }

    [Fact]
    public async Task A_cancelled_search_tells_how_far_it_came()
    {
        using var cancellation = new CancellationTokenSource();
        var search = new NonceSearch(KernelCatalog.Scalar, 2, 1_000);
        var range = NonceRange.From(7);
        var summary = await search.RunAsync(new SearchGoal(Template, range, 1, Never), _ => cancellation.Cancel(), cancellation.Token);

        Assert.Equal(SearchEnd.Stopped, summary.End);
        Assert.Equal(summary.Tried, (ulong)search.Hashes);
        Assert.Equal(0UL, (7 + summary.Tried) % 1_000);
        Assert.Equal(BestZeros(new NonceRange(7, summary.Tried)), Assert.NotNull(summary.Best).Zeros);
    }

    [Fact]
    public async Task A_search_cancelled_before_it_starts_tries_nothing()
    {
        var search = new NonceSearch(KernelCatalog.Scalar, 2);
        var summary = await search.RunAsync(new SearchGoal(Template, NonceRange.From(0), 0, Never), null, new CancellationToken(canceled: true));
        Assert.Equal(new SearchSummary(0, null, SearchEnd.Stopped), summary);
    }

    [Fact]
    public async Task What_the_callback_throws_comes_out()
    {
        var search = new NonceSearch(KernelCatalog.Scalar, 2, 100);
        var goal = new SearchGoal(Template, NonceRange.From(0), 0, Never);
        await Assert.ThrowsAsync<FormatException>(() => search.RunAsync(goal, _ => throw new FormatException(), CancellationToken.None));

        var again = await search.RunAsync(goal with { EnoughZeros = 1 }, null, CancellationToken.None);
        Assert.Equal(SearchEnd.Reached, again.End);
    }

    [Fact]
    public async Task Refuses_a_second_search_at_once()
    {
        var search = new NonceSearch(KernelCatalog.Scalar, 1, 100);
        var goal = new SearchGoal(Template, NonceRange.From(0), 0, 1);
        Task? second = null;
        await search.RunAsync(goal, _ => second = search.RunAsync(goal, null, CancellationToken.None), CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => second!);
    }

    [Fact]
    public async Task Refuses_goals_without_sense()
    {
        var search = new NonceSearch(KernelCatalog.Scalar, 1);
        foreach (var goal in new[] { new SearchGoal(Template, NonceRange.From(0), 3, 3), new(Template, NonceRange.From(0), 64, 65), new(Template, NonceRange.From(0), -2, 1) })
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => search.RunAsync(goal, null, CancellationToken.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NonceSearch(KernelCatalog.Scalar, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NonceSearch(KernelCatalog.Scalar, 1, 0));
    }

    static int BestZeros(NonceRange range)
    {
        var best = -1;
        for (var i = 0UL; i < range.Count; i++)
            best = Math.Max(best, Template.HashOf(range.Start + i).Zeros);
        return best;
    }
}
