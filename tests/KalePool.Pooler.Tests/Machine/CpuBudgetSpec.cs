using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Tests.Machine;

public class CpuBudgetSpec
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Threads that take piece after piece of a length, waiting when told to, for ten seconds of virtual time.</summary>
    [Theory]
    [InlineData(1, 0.5, 10)]
    [InlineData(2, 0.6, 70)]
    [InlineData(4, 0.1, 70)]
    [InlineData(3, 2.7, 15)]
    public void Over_ten_seconds_no_more_is_used_than_allowed_and_little_less(int threads, double rate, double pieceMs)
    {
        var length = TimeSpan.FromMilliseconds(pieceMs);
        var budget = new CpuBudget(rate, TimeSpan.Zero, TimeSpan.Zero);
        var (free, used) = (new TimeSpan[threads], TimeSpan.Zero);
        while (free.Min() is var now && now < 10 * Second)
        {
            var thread = Array.IndexOf(free, now);
            if (budget.Wait(now, used) is var wait && wait > TimeSpan.Zero) free[thread] = now + wait;
            else
            {
                free[thread] = now + length;
                used += length;
            }
        }
        Assert.InRange(used.TotalSeconds, (rate * 10 * 0.95) - 0.1, (rate * 10) + (threads * length).TotalSeconds + 0.05 * rate);
    }

    [Fact]
    public void What_was_not_used_for_long_is_no_licence_for_a_burst()
    {
        var budget = new CpuBudget(0.5, TimeSpan.Zero, TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, budget.Wait(60 * Second, TimeSpan.Zero));
        Assert.True(budget.Wait(60 * Second, 0.1 * Second) > TimeSpan.Zero);
    }

    [Fact]
    public void What_was_overdrawn_is_waited_for()
    {
        var budget = new CpuBudget(0.25, TimeSpan.Zero, TimeSpan.Zero);
        Assert.Equal(4 * Second, budget.Wait(TimeSpan.Zero, Second));
        Assert.Equal(Second, budget.Wait(3 * Second, Second));
        Assert.Equal(TimeSpan.Zero, budget.Wait(4 * Second, Second));
    }
}
