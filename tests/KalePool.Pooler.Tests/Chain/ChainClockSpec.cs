using KalePool.Pooler.Chain;

namespace KalePool.Pooler.Tests.Chain;

public sealed class ChainClockSpec
{
    static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Takes_the_sighting_soonest_after_the_close()
    {
        // The chain's clock is 10 s ahead of ours; sightings lag 3, 1 and 4 s behind the close.
        var clock = ChainClock.Start()
            .See(1, Start + 10 * Second, Start + 3 * Second)
            .See(2, Start + 15 * Second, Start + 6 * Second)
            .See(3, Start + 20 * Second, Start + 14 * Second);
        Assert.Equal(Start + 109 * Second, clock.At(Start + 100 * Second));
        Assert.Equal(5 * Second, clock.LedgerTime);
        Assert.Equal(3u, clock.LatestLedger);
    }

    [Fact]
    public void Is_our_own_clock_and_mainnets_pace_before_anything_was_seen()
    {
        Assert.Equal(Start, ChainClock.Start().At(Start));
        Assert.Equal(5 * Second, ChainClock.Start().LedgerTime);
        Assert.Equal(Second, ChainClock.Start(Second).LedgerTime);
    }

    [Fact]
    public void Ignores_a_ledger_seen_before_and_forgets_old_ones()
    {
        var clock = ChainClock.Start();
        for (uint i = 0; i < 100; i++) clock = clock.See(i, Start + i * Second, Start + i * Second).See(i, Start, Start);
        Assert.Equal(ChainClock.Kept, clock.Sightings.Count);
        Assert.Equal(Second, clock.LedgerTime);
    }

    [Theory]
    [InlineData(1000u, 0, 0, true)]
    [InlineData(1001u, 5, 5, true)]
    [InlineData(1060u, 300, 300, true)] // a machine that slept
    [InlineData(1050u, 250, 1, false)] // closed in a future
    [InlineData(1400u, 5, 5, false)] // more ledgers than can be
    [InlineData(uint.MaxValue, 5, 5, false)]
    [InlineData(999u, 0, 5, true)] // one behind is the reader's to refuse
    [InlineData(1001u, 5, -3600, true)] // our clock was set back
    public void Knows_a_ledger_that_cannot_be_yet(uint ledger, int closedAfter, int seenAfter, bool isPossible) => Assert.Equal(
        isPossible, ChainClock.Start().See(1000, Start, Start).IsPossible(ledger, Start + closedAfter * Second, Start + seenAfter * Second));

    [Fact]
    public void Anything_is_possible_before_anything_was_seen() => Assert.True(ChainClock.Start().IsPossible(uint.MaxValue, Start, Start));
}
