using KalePool.Backend.Chain;
using KalePool.Domain.Chain;

namespace KalePool.Backend.Tests.Chain;

public sealed class ActTimesSpec
{
    static ActTimes Until(long seconds, int ledgerMilliseconds) => ActTimes.Until(new ChainSnapshot(1_000, 1_800_000_000, 1, 0, null, 300, ledgerMilliseconds), 1_800_000_000 + seconds, 1_001);

    [Theory]
    [InlineData(60, 5_000, 18)]
    [InlineData(60, 1_000, 90)]
    [InlineData(300, 5_700, 78)]
    [InlineData(0, 5_000, 0)]
    [InlineData(-10, 5_000, 0)]
    [InlineData(60, 0, 90_000)]
    public void Ledger_bound_lies_half_again_behind_the_time_bound_with_ten_to_spare(long seconds, int ledgerMilliseconds, uint ledgers) =>
        Assert.Equal(1_001 + ledgers + 10, Until(seconds, ledgerMilliseconds).MaxLedger);

    [Fact]
    public void Both_bounds_are_set_and_what_it_was_built_after()
    {
        var times = Until(60, 5_000);
        Assert.Equal((0, 1_800_000_060, 1_001u), (times.NotBefore, times.NotAfter, times.BuiltAfter));
    }
}
