using KalePool.Pooler.Doctor;

namespace KalePool.Pooler.Tests.Doctor;

public class ClockCheckSpec
{
    static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.0, null, "Ok")]
    [InlineData(-3.0, null, "Wrong")] // the server's clock is 3 s behind ours
    [InlineData(3.0, null, "Wrong")]
    [InlineData(1.5, -60.0, "Ok")] // the backend's is the better measure
    [InlineData(null, -12.0, "Ok")] // a ledger is some seconds old
    [InlineData(null, 3.0, "Wrong")] // and never younger than now
    [InlineData(null, -16.0, "Wrong")]
    [InlineData(null, null, "Weak")]
    public void A_clock_is_compared_with_what_others_tell(double? server, double? closed, string expected)
    {
        DateTimeOffset? At(double? seconds) => seconds is { } off ? Now.AddSeconds(off) : null;
        Assert.Equal(expected, ClockCheck.Of(Now, At(server), At(closed)).Verdict.ToString());
    }

    [Fact]
    public void It_says_by_how_much_and_what_to_do() =>
        Assert.StartsWith("WRONG clock      90 s fast: let the system keep it", ClockCheck.Of(Now, Now.AddSeconds(-90), null).ToString(), StringComparison.Ordinal);
}
