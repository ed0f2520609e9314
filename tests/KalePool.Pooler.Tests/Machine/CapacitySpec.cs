using KalePool.Pooler.Machine;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Pooler.Tests.Machine;

public class CapacitySpec
{
    readonly PauseSwitch _pause = new();
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(50, 0.91, 25)]
    [InlineData(50, 0.9, 50)]
    [InlineData(1, 0.99, 1)]
    [InlineData(12, 0.85, 12)] // neither
    [InlineData(12, 0.79, 24)]
    [InlineData(30, 0.1, 50)]
    public void It_halves_above_90_percent_and_comes_back_below_80(int now, double load, int next) => Assert.Equal(next, Capacity.Next(now, 50, load, 0.9));

    [Fact]
    public void Whoever_does_not_want_it_is_never_given_less() => Assert.Equal(50, Capacity.Next(50, 50, 1, 1));

    [Fact]
    public void It_says_what_was_tight_once_a_change()
    {
        var capacity = new Capacity(40, 0.9, Gate());
        Assert.Equal("memory is at 95 %: takes on 20 farmers instead of 40", capacity.See(new(0.1, 0.95)));
        Assert.Equal("CPU time taken by others is at 92 %: takes on 10 farmers instead of 40", capacity.See(new(0.92, 0.85)));
        Assert.Null(capacity.See(new(0.85, 0.1)));
        Assert.Equal(10, capacity.Now);
        Assert.Equal("the machine has room again: takes on 20 farmers of 40", capacity.See(new(0.1, 0.1)));
    }

    [Fact]
    public void Nobody_is_taken_on_while_hashing_pauses()
    {
        var gate = Gate();
        var capacity = new Capacity(40, 0.9, gate);
        _pause.Pause();
        Assert.Equal(0, capacity.Now);
        _pause.Resume();
        Assert.Equal(40, capacity.Now);
        _pause.Toggle();
        Assert.Equal("told to by a signal", gate.Closed);
        _pause.Toggle();
        Assert.Null(gate.Closed);
    }

    [Fact]
    public void Nobody_is_taken_on_outside_the_hours()
    {
        Assert.True(HashingWindows.TryParse("12:30-13:00", TimeZoneInfo.Utc, out var windows));
        var capacity = new Capacity(40, 0.9, Gate(windows));
        Assert.Equal(0, capacity.Now);
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(40, capacity.Now);
    }

    HashingGate Gate(HashingWindows? windows = null) => new(_pause, windows, null, new(), _time);
}
