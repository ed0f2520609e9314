using KalePool.Kale;
using KalePool.Pooler.Chain;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;

namespace KalePool.Pooler.Tests.Chain;

public sealed class ChainViewSpec
{
    const ulong Opened = 1_790_000_000;

    static readonly TimeSpan Interval = TimeSpan.FromSeconds(300);

    [Theory]
    [InlineData(7u, true, 299, 7u)]
    [InlineData(7u, true, 300, 8u)]
    [InlineData(7u, false, 299, 8u)] // expired or removed: passed over
    [InlineData(7u, false, 300, 8u)]
    [InlineData(0u, false, 299, 0u)] // a farm's very first block
    [InlineData(0u, false, 300, 1u)] // nobody planted in it: the first plant rolls
    [InlineData(0u, true, 299, 0u)]
    [InlineData(0u, true, 300, 1u)]
    public void Knows_which_block_a_plant_would_land_in(uint newest, bool isThere, int secondsAfter, uint expected)
    {
        var somebody = Addresses.Parse(KeyPair.FromSeed(new byte[32]).Address);
        var farm = new FarmState(somebody, somebody, KaleBlock.Fresh(Opened), newest, null);
        var view = new ChainView(1_000, farm, isThere ? KaleBlock.Fresh(Opened) : null, ChainClock.Start());

        Assert.Equal(expected, view.PlantIndex(DateTimeOffset.FromUnixTimeSeconds((long)Opened).AddSeconds(secondsAfter), Interval));
    }
}
