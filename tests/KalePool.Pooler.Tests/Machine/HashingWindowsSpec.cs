using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Tests.Machine;

public class HashingWindowsSpec
{
    /// <summary>UTC+1; in 2026 summer time from March 29, 02:00, to October 25, 03:00, as in Central Europe.</summary>
    static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "test", "test", "summer",
    [
        TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday)),
    ]);

    [Theory]
    [InlineData("22:00-07:00", "2026-01-14 20:59", false)] // a Wednesday, clocks show 21:59
    [InlineData("22:00-07:00", "2026-01-14 21:00", true)]
    [InlineData("22:00-07:00", "2026-01-15 05:59", true)]
    [InlineData("22:00-07:00", "2026-01-15 06:00", false)]
    [InlineData("22:00-07:00", "2026-07-15 05:00", false)] // in summer clocks show 07:00
    [InlineData("mon-fri 19:00-07:00, sat-sun 00:00-24:00", "2026-01-14 12:00", false)]
    [InlineData("mon-fri 19:00-07:00, sat-sun 00:00-24:00", "2026-01-17 12:00", true)] // Saturday
    [InlineData("mon-fri 19:00-07:00, sat-sun 00:00-24:00", "2026-01-19 03:00", false)] // Monday: Sunday's window has ended, its own has not begun
    [InlineData("sun 23:00-02:00", "2026-01-19 00:30", true)] // over the end of the week
    [InlineData("sun 23:00-02:00", "2026-01-18 00:30", false)]
    [InlineData("fri-mon 08:00-09:00", "2026-01-18 07:30", true)] // days over the end of the week
    [InlineData("08:00-08:00", "2026-01-18 03:30", true)] // a whole day
    // In the night to March 29 clocks go from 01:59 to 03:00: the hour of 02:00 does not come.
    [InlineData("02:00-03:00", "2026-03-29 00:59", false)]
    [InlineData("02:00-03:00", "2026-03-29 01:00", false)]
    [InlineData("02:00-03:00", "2026-03-28 01:30", true)]
    // In the night to October 25 the hour of 02:00 comes twice.
    [InlineData("02:00-03:00", "2026-10-25 00:00", true)]
    [InlineData("02:00-03:00", "2026-10-25 01:59", true)]
    [InlineData("02:00-03:00", "2026-10-25 02:00", false)]
    public void What_clocks_show_decides(string text, string utc, bool isOpen)
    {
        Assert.True(HashingWindows.TryParse(text, Zone, out var windows));
        Assert.Equal(isOpen, windows.IsOpen(DateTimeOffset.Parse(utc + "Z", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("always")]
    [InlineData("22-07")]
    [InlineData("22:00")]
    [InlineData("22:00-25:00")]
    [InlineData("24:00-01:00")]
    [InlineData("7:00-9:00")]
    [InlineData("22:60-23:00")]
    [InlineData("someday 22:00-07:00")]
    [InlineData("mon-tue-wed 22:00-07:00")]
    [InlineData("mon 22:00 - 07:00")]
    [InlineData("22:00-07:00,")]
    public void What_is_no_window_is_refused(string text) => Assert.False(HashingWindows.TryParse(text, Zone, out _));
}
