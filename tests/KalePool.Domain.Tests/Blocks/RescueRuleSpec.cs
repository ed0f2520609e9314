using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Kale;

namespace KalePool.Domain.Tests.Blocks;

public sealed class RescueRuleSpec
{
    const long Opened = 1_000_000;

    static ChainSnapshot At(long beforeBoundary, int interval = 300, int ledgerMilliseconds = 5000) =>
        new(7000, Opened + interval - beforeBoundary, 42, Opened, KaleBlock.Fresh(Opened), interval, ledgerMilliseconds);

    [Theory]
    [InlineData(5000, 10)]
    [InlineData(5001, 11)] // a part of a second counts whole
    [InlineData(1000, 2)]
    public void A_pooler_that_lives_has_until_two_ledgers_before_the_boundary(int ledgerMilliseconds, int lead)
    {
        Assert.False(RescueRule.IsDue(At(lead + 1, ledgerMilliseconds: ledgerMilliseconds), 42, 1, false));
        Assert.True(RescueRule.IsDue(At(lead, ledgerMilliseconds: ledgerMilliseconds), 42, 1, false));
    }

    [Theory]
    [InlineData(1, 300, 30)] // 15 s, two ledgers, and one for the works
    [InlineData(90, 300, 30)]
    [InlineData(91, 300, 35)]
    [InlineData(100, 30, 10)] // a third of a quick block
    public void A_silent_one_s_farmers_are_rescued_earlier_the_more_they_are(int unworked, int interval, int lead)
    {
        Assert.False(RescueRule.IsDue(At(lead + 1, interval), 42, unworked, true));
        Assert.True(RescueRule.IsDue(At(lead, interval), 42, unworked, true));
    }

    [Fact]
    public void It_goes_on_after_the_boundary_until_the_index_moves()
    {
        Assert.True(RescueRule.IsDue(At(-600), 42, 1, false));
        Assert.False(RescueRule.IsDue(At(-600) with { FarmIndex = 43 }, 42, 1, false));
    }

    [Fact]
    public void A_pooler_who_hears_of_a_pail_when_it_is_rescued_already_hears_too_late()
    {
        Assert.False(RescueRule.IsTooLateToWork(At(11), 42));
        Assert.True(RescueRule.IsTooLateToWork(At(10), 42));
        Assert.True(RescueRule.IsTooLateToWork(At(300) with { FarmIndex = 43 }, 42));
        // The block that it opens is still to come.
        Assert.False(RescueRule.IsTooLateToWork(At(-1), 43));
        Assert.False(RescueRule.IsTooLateToWork(null, 42));
    }

    [Fact]
    public void Nothing_is_due_where_all_is_worked_or_the_block_was_not_read()
    {
        Assert.False(RescueRule.IsDue(At(0), 42, 0, true));
        Assert.False(RescueRule.IsDue(At(0) with { Block = null }, 42, 1, true));
    }
}
