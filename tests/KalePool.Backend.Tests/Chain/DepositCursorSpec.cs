using KalePool.Backend.Chain;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Chain;

public sealed class DepositCursorSpec
{
    readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Tells_when_a_ledger_is_reached_and_when_its_time_is_over()
    {
        var cursor = new DepositCursor(_time);
        var reached = cursor.ReachesAsync(7, TimeSpan.FromSeconds(2), default);
        var missed = cursor.ReachesAsync(9, TimeSpan.FromSeconds(2), default);
        cursor.MoveTo(8);
        Assert.True(await reached);
        Assert.False(missed.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(await missed);
        Assert.True(await cursor.ReachesAsync(8, TimeSpan.Zero, default));
    }

    /// <summary>Timers count in milliseconds: what is left of one was waited for again and again, without a pause.</summary>
    [Fact]
    public async Task Does_not_wait_for_less_than_a_timer_can() => Assert.False(await new DepositCursor(_time).ReachesAsync(1, TimeSpan.FromMicroseconds(500), default).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System));
}
