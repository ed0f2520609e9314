using KalePool.Hashing;
using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Tests.Machine;

public class HashingPlanSpec
{
    /// <summary>Two fast cores of two siblings each (0+4, 1+5), two slow ones (2, 3).</summary>
    static readonly MachineCpus Hybrid = new(
        [new(0, "0,4", 500), new(1, "1,5", 500), new(2, "2", 300), new(3, "3", 300), new(4, "0,4", 500), new(5, "1,5", 500)], null, 6);

    [Theory]
    [InlineData(null, null, null, null, 4, "0-3", 4)] // one a core
    [InlineData(2, null, null, null, 2, "0-1", 2)] // the fast ones
    [InlineData(5, null, null, null, 5, "0-4", 5)] // a sibling when there are more threads than cores
    [InlineData(9, null, null, null, 9, "0-5", 6)]
    [InlineData(null, "4-5", null, null, 2, null, 2)] // each on its own
    [InlineData(1, "2-3", null, null, 1, "2-3", 1)] // where it likes of these
    [InlineData(null, null, 3, null, 3, "0-2", 3)]
    [InlineData(4, null, 2, null, 4, "0-1", 2)]
    [InlineData(null, null, null, 2.7, 2, "0-1", 2)] // what a quota has time for
    [InlineData(null, null, null, 0.5, 1, "0", 0.5)]
    public void Threads_and_processors_are_chosen(int? threads, string? wanted, int? most, double? quota, int count, string? shared, double time)
    {
        CpuSet? cpus = null;
        if (wanted is not null) Assert.True(CpuSet.TryParse(wanted, out cpus));
        var plan = HashingPlan.Of(Hybrid with { Quota = quota }, HashingPriority.Idle, threads, cpus, most);
        Assert.Equal(count, plan.Seats.Count);
        Assert.Equal(time, plan.Cpus);
        Assert.All(plan.Seats, seat => Assert.Equal(HashingPriority.Idle, seat.Priority));
        if (shared is not null) Assert.All(plan.Seats, seat => Assert.Equal(shared, seat.Cpus!.ToString()));
        else Assert.Equal(cpus!.Numbers, plan.Seats.Select(seat => Assert.Single(seat.Cpus!.Numbers)));
    }

    [Fact]
    public void Where_processors_have_no_numbers_threads_go_where_the_system_puts_them()
    {
        var plan = HashingPlan.Of(new([], null, 3), HashingPriority.Low, null, null, null);
        Assert.Equal((3, 3.0), (plan.Seats.Count, plan.Cpus));
        Assert.All(plan.Seats, seat => Assert.Null(seat.Cpus));
    }
}
