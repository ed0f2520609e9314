using KalePool.Backend.ReadModel;

namespace KalePool.Backend.Tests.ReadModel;

public sealed class GapWatchSpec
{
    readonly GapWatch _watch = new();
    List<long> _visible = [];
    string[] _writers = [];

    async Task<IEnumerable<long>> TakeAsync(long position) => (await _watch.TakeAsync(position, () => Task.FromResult(Rows(position)), () => Task.FromResult<IReadOnlyCollection<string>>(_writers))).Select(e => e.Ordering);

    IReadOnlyList<JournalEntry> Rows(long after) => [.. _visible.Where(o => o > after).Order().Select(o => new JournalEntry(o, "farmer", o, "", 0, []))];

    [Fact]
    public async Task Takes_what_has_no_gap()
    {
        (_visible, _writers) = ([1, 2, 3], ["a"]);
        Assert.Equal([1, 2, 3], await TakeAsync(0));
        Assert.Empty(await TakeAsync(3));
    }

    [Fact]
    public async Task Waits_before_a_gap_for_those_who_wrote_when_it_was_seen_and_for_nobody_else()
    {
        (_visible, _writers) = ([1, 3, 4], ["a", "b"]);
        Assert.Equal([1], await TakeAsync(0));
        (_visible, _writers) = ([1, 3, 4, 6], ["b", "c"]);
        Assert.Empty(await TakeAsync(1));
        _writers = ["c"];
        Assert.Equal([3, 4], await TakeAsync(1));
    }

    [Fact]
    public async Task Takes_what_came_late()
    {
        (_visible, _writers) = ([1, 3], ["a"]);
        Assert.Equal([1], await TakeAsync(0));
        (_visible, _writers) = ([1, 2, 3], []);
        Assert.Equal([2, 3], await TakeAsync(1));
    }

    /// <summary>The row is committed between the first look and the look at who writes.</summary>
    [Fact]
    public async Task Looks_again_once_nobody_writes()
    {
        var looks = 0;
        var taken = await _watch.TakeAsync(
            0,
            () =>
            {
                _visible = ++looks == 1 ? [2] : [1, 2];
                return Task.FromResult(Rows(0));
            },
            () => Task.FromResult<IReadOnlyCollection<string>>([]));
        Assert.Equal([1, 2], taken.Select(e => e.Ordering));
    }

    [Fact]
    public async Task A_number_that_was_given_up_by_its_transaction_is_passed()
    {
        (_visible, _writers) = ([2, 3], []);
        Assert.Equal([2, 3], await TakeAsync(0));
    }
}
