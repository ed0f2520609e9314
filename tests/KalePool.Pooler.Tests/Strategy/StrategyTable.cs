using System.Globalization;
using System.Text;

namespace KalePool.Pooler.Tests.Strategy;

/// <summary>Strategies compared seed by seed.</summary>
static class StrategyTable
{
    public static readonly IReadOnlyList<int> Farmers = [1, 10, 100];

    /// <summary>Hashes a second: one core, a desktop, a large machine.</summary>
    public static readonly IReadOnlyList<double> Rates = [25e6, 100e6, 400e6];

    /// <summary>One alternative beside the default.</summary>
    /// <param name="Gain">What the default earns more, as a part of what the alternative earns, on average over seeds.</param>
    /// <param name="Error">Its standard error.</param>
    public sealed record Comparison(PoolStrategy Other, double Kale, double Gain, double Error)
    {
        /// <summary>Of Student's t, both sides together 5 %, for seven degrees of freedom: eight seeds; for more it is a little wide.</summary>
        const double T = 2.36;

        public double Least => Gain - T * Error;

        public double Most => Gain + T * Error;
    }

    /// <summary>All of one number of farmers and one hash rate.</summary>
    /// <param name="Idle">Part of the time that resting at max_zeros saves.</param>
    public sealed record Row(int Farmers, double Rate, double Kale, double Idle, IReadOnlyList<Comparison> Comparisons);

    public static Row RowOf(int farmers, double rate, int blocks, IReadOnlyList<int> seeds)
    {
        var own = RunAll(PoolStrategy.Default, farmers, rate, blocks, seeds);
        var others = PoolStrategy.Others.Select(other => (other, RunAll(other, farmers, rate, blocks, seeds))).ToArray();
        return new(
            farmers, rate, own.Average(each => each.Kale), others.Single(pair => pair.other == PoolStrategy.Rest).Item2.Average(each => each.Idle),
            [.. others.Select(pair => Compare(pair.other, own, pair.Item2))]);
    }

    static Comparison Compare(PoolStrategy other, StrategySimulation.Outcome[] own, StrategySimulation.Outcome[] theirs)
    {
        var gains = own.Zip(theirs, (a, b) => a.Kale / b.Kale - 1).ToArray();
        var mean = gains.Average();
        return new(other, theirs.Average(each => each.Kale), mean, Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Length - 1) / gains.Length));
    }

    /// <summary>Markdown.</summary>
    public static string Text(IEnumerable<Row> rows)
    {
        var text = new StringBuilder("| farmers | MH/s | default: KALE a farmer and block |");
        foreach (var other in PoolStrategy.Others) text.Append(CultureInfo.InvariantCulture, $" {other.Name}: KALE | default earns more |");
        text.Append(" idle at rest |\n|").Insert(text.Length, " --- |", 4 + 2 * PoolStrategy.Others.Count).Append('\n');
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Farmers} | {row.Rate / 1e6:0} | {row.Kale:0.000} |");
            foreach (var each in row.Comparisons) text.Append(CultureInfo.InvariantCulture, $" {each.Kale:0.000} | {each.Gain * 100:+0.0;−0.0;0.0} % ± {each.Error:0.0 %} |");
            text.Append(CultureInfo.InvariantCulture, $" {row.Idle:0.0 %} |\n");
        }
        return text.ToString();
    }

    static StrategySimulation.Outcome[] RunAll(PoolStrategy strategy, int farmers, double rate, int blocks, IReadOnlyList<int> seeds) =>
        [.. seeds.AsParallel().AsOrdered().Select(seed => StrategySimulation.Run(strategy, farmers, rate, blocks, seed))];
}
