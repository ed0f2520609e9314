using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Kale;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Blocks;

public sealed class OpeningRuleSpec
{
    const long Opened = 1_700_000_000;

    /// <summary>The newest block, so many seconds after it was opened.</summary>
    static ChainSnapshot After(long seconds, int interval = 300, int ledgerMilliseconds = 5_000) =>
        new(2_000, Opened + seconds, N, Opened, KaleBlock.Fresh((ulong)Opened), interval, ledgerMilliseconds);

    [Theory]
    [InlineData(300, 359, false)]
    [InlineData(300, 360, true)]
    [InlineData(30, 35, false)]
    [InlineData(30, 36, true)]
    public void Others_have_a_minute_and_of_a_quick_block_a_fifth(int interval, long seconds, bool isDue) => Assert.Equal(isDue, OpeningRule.IsDue(After(seconds, interval), 0));

    [Fact]
    public void A_paused_farm_cannot_be_opened() => Assert.False(OpeningRule.IsDue(After(9_000) with { IsPaused = true }, 0));

    [Theory]
    [InlineData(899, false)]
    [InlineData(900, true)]
    public void While_a_stake_may_still_be_rescued_there_is_more_patience(long seconds, bool isDue) => Assert.Equal(isDue, OpeningRule.IsDue(After(seconds), 1));

    [Theory]
    [InlineData(1_000, 10)]
    [InlineData(5_000, 20)]
    public void A_plant_that_opens_has_little_time_and_cannot_be_in_the_block_before(int ledgerMilliseconds, long seconds)
    {
        var chain = After(360, ledgerMilliseconds: ledgerMilliseconds);
        Assert.Equal(new PlantSlot(N + 1, Opened + 300, chain.CloseTime + seconds), OpeningRule.SlotOf(chain));
    }

    [Fact]
    public void Who_is_least_expected_to_plant_is_asked_first_and_the_order_is_always_the_same()
    {
        OpenerCandidate[] waiting = [new(Id(1), PoolerPresence.Present), new(Id(4), PoolerPresence.Silent), new(Id(3), PoolerPresence.Silent), new(Id(5), PoolerPresence.None)];
        var (failed, order) = (new HashSet<Guid>(), new List<Guid>());
        while (OpeningRule.Next(waiting.Reverse(), failed) is { } next)
        {
            Assert.Equal(next, OpeningRule.Next(waiting, failed));
            order.Add(next.FarmerId);
            failed.Add(next.FarmerId);
        }
        Assert.Equal([Id(5), Id(3), Id(4), Id(1)], order);
    }
}
