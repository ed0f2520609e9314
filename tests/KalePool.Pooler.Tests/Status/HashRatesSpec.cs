using KalePool.Pooler.Status;

namespace KalePool.Pooler.Tests.Status;

public class HashRatesSpec
{
    readonly HashRates _rates = new();

    [Fact]
    public void Each_window_has_its_rate()
    {
        Assert.Null(_rates.Of(HashRates.Short));
        var hashes = 0L;
        for (var second = 0; second <= 1000; second++)
        {
            _rates.Add(TimeSpan.FromSeconds(second), hashes);
            // 100 a second, in the last half minute 400, in the last ten seconds 1000.
            hashes += second >= 990 ? 1000 : second >= 970 ? 400 : 100;
        }
        Assert.Equal(1000, _rates.Of(HashRates.Short));
        Assert.Equal(((30 * 100) + (20 * 400) + (10 * 1000)) / 60.0, _rates.Of(HashRates.Middle));
        Assert.Equal(((870 * 100) + (20 * 400) + (10 * 1000)) / 900.0, _rates.Of(HashRates.Long));
        Assert.InRange(_rates.Graph().Count, 45, 90);
        Assert.Equal(100, _rates.Graph()[0]);
        Assert.InRange(_rates.Graph()[^1], 900, 1000);
    }

    [Fact]
    public void Two_looks_at_one_moment_are_one()
    {
        _rates.Add(TimeSpan.Zero, 0);
        _rates.Add(TimeSpan.Zero, 5);
        Assert.Null(_rates.Of(HashRates.Short));
        Assert.Empty(_rates.Graph());
    }

    [Fact]
    public void Of_less_time_the_rate_is_of_that_time()
    {
        _rates.Add(TimeSpan.Zero, 0);
        Assert.Empty(_rates.Graph());
        _rates.Add(TimeSpan.FromSeconds(2), 10);
        Assert.Equal((5.0, 5.0), (_rates.Of(HashRates.Short), _rates.Of(HashRates.Long)));
        Assert.Equal([5.0], _rates.Graph());
    }
}
