using Xunit.Abstractions;

namespace KalePool.Pooler.Tests.Strategy;

/// <summary>What the default strategy earns beside others. RESULTS.md has the same with more seeds and blocks.</summary>
public sealed class StrategySpec(ITestOutputHelper output)
{
    const string TableVariable = "KALEPOOL_STRATEGY_TABLE";

    static readonly int[] Seeds = [.. Enumerable.Range(1, 8)];

    /// <summary>Worse: below zero with all of the interval that chance explains. Clear gains are asserted as such.</summary>
    [Fact]
    public void The_default_earns_no_less_than_an_equal_split_than_a_fixed_count_and_than_resting_at_the_most_zeros()
    {
        var rows = StrategyTable.Farmers.SelectMany(farmers => StrategyTable.Rates.Select(rate => StrategyTable.RowOf(farmers, rate, 6, Seeds))).ToArray();
        output.WriteLine(StrategyTable.Text(rows));

        Assert.All(rows, row => Assert.All(row.Comparisons.Where(each => each.Other != PoolStrategy.Late), each => Assert.True(each.Most >= 0, $"{row.Farmers} {row.Rate} {each}")));
        Assert.All(rows, row => Assert.True(Of(row, PoolStrategy.Plan).Least > 0, $"{row}"));
        Assert.All(rows.Where(row => row.Farmers == 10), row => Assert.True(Of(row, PoolStrategy.Equal).Least > 0, $"{row}"));
        // Waiting for 4.7 minutes earns a little more while nothing fails; one block in a hundred that is lost so is as much.
        Assert.All(rows, row => Assert.True(Of(row, PoolStrategy.Late).Most > -0.01, $"{row}"));
    }

    /// <summary>Writes the table of RESULTS.md to the file that KALEPOOL_STRATEGY_TABLE names; takes minutes.</summary>
    [SkippableFact, Trait("Category", "Long")]
    public void Table()
    {
        var file = Environment.GetEnvironmentVariable(TableVariable);
        Skip.If(file is null, $"{TableVariable} is not set");
        var rows = StrategyTable.Farmers.SelectMany(farmers => StrategyTable.Rates.Select(rate => StrategyTable.RowOf(farmers, rate, 60, [.. Enumerable.Range(1, 16)]))).ToArray();
        File.WriteAllText(file!, StrategyTable.Text(rows));
        Assert.Equal(StrategyTable.Farmers.Count * StrategyTable.Rates.Count, rows.Length);
    }

    [Fact]
    public void Luck_is_as_likely_as_with_real_hashes()
    {
        const int Tries = 20_000;
        var random = new Random(1);
        var zeros = Enumerable.Range(0, Tries).Select(_ => new HashLuck(random).ZerosAfter(4096)).ToArray();
        foreach (var level in new[] { 2, 3, 4 })
        {
            var expected = 1 - Math.Pow(1 - Math.Pow(16, -level), 4096);
            var error = Math.Sqrt(expected * (1 - expected) / Tries);
            Assert.InRange(zeros.Count(each => each >= level) / (double)Tries, expected - 4 * error, expected + 4 * error);
        }
        var luck = new HashLuck(random);
        Assert.Equal(-1, luck.ZerosAfter(0));
        Assert.True(luck.ZerosAfter(luck.HashesFor(5)) >= 5);
        Assert.True(luck.ZerosAfter(luck.HashesFor(5) * 0.999) < 5);
    }

    static StrategyTable.Comparison Of(StrategyTable.Row row, PoolStrategy other) => row.Comparisons.Single(each => each.Other == other);
}
