using System.Globalization;
using KalePool.Domain.Farmers;

namespace KalePool.Domain.Tests.Farmers;

public sealed class StakeRuleSpec
{
    static decimal Parse(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(1000, 0, "0.5", 500)]
    [InlineData(1001, 0, "0.5", 500)]
    [InlineData(1000, 200, "0.5", 400)]
    [InlineData(1000, 0, "0", 0)]
    [InlineData(1000, 0, "1", 1000)]
    [InlineData(9999, 0, "0.0001", 0)]
    [InlineData(10_000, 0, "0.0001", 1)]
    [InlineData(0, 0, "0.5", 0)]
    [InlineData(100, 100, "1", 0)]
    [InlineData(100, 101, "1", 0)]
    [InlineData(long.MaxValue, 0, "1", long.MaxValue)]
    [InlineData(long.MaxValue, 0, "0.9999", 9222449699651090329)]
    public void Stakes_the_percentage_of_what_is_not_owed_rounded_down(long balance, long owed, string percentage, long stake) =>
        Assert.Equal(stake, StakeRule.StakeFor(balance, owed, Parse(percentage)));

    [Theory]
    [InlineData("0", true)]
    [InlineData("1", true)]
    [InlineData("0.0001", true)]
    [InlineData("0.50000", true)]
    [InlineData("0.00001", false)]
    [InlineData("0.99999", false)]
    [InlineData("1.0001", false)]
    [InlineData("-0.1", false)]
    public void A_percentage_is_from_0_to_1_with_four_digits(string text, bool valid)
    {
        Assert.Equal(valid, StakeRule.IsPercentage(Parse(text)));
        if (!valid) Assert.Throws<ArgumentOutOfRangeException>(() => StakeRule.StakeFor(1000, 0, Parse(text)));
    }

    [Fact]
    public void A_debt_that_does_not_fit_is_refused_rather_than_wrapped() => Assert.Throws<OverflowException>(() => StakeRule.StakeFor(long.MinValue, 1, 0.5m));
}
