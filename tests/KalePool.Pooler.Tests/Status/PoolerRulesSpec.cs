using System.Text.RegularExpressions;
using KalePool.Pooler.Display;
using KalePool.Pooler.Status;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Pooler.Tests.Status;

/// <summary>What Prometheus and Grafana ask of a pooler is there.</summary>
public sealed partial class PoolerRulesSpec
{
    [Theory]
    [InlineData("prometheus/pooler-rules.yml")]
    [InlineData("prometheus/pooler-rules.test.yml")]
    [InlineData("grafana/dashboards/kale-pooler.json")]
    public void Names_figures_that_a_pooler_shows(string file)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var board = new StatusBoard(time);
        board.Take(new Started("1.0", Guid.Empty, "mine", "G", "b", "r", "TESTNET", "avx2", 2));
        board.Take(new BlockOpened(7, "e", 9, 20, 2, DateTimeOffset.UnixEpoch.AddSeconds(90)));
        board.Take(new Planted(7, 2, 0, 0, []));
        board.Sample(0);
        time.Advance(TimeSpan.FromSeconds(30));
        board.Sample(3_000_000);
        var shown = Figure().Matches(Prometheus.Text(board.Read())).Select(m => m.Value).ToHashSet();
        var asked = Figure().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "packaging", file))).Select(m => m.Value).Distinct().ToList();
        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(shown));
    }

    [GeneratedRegex(@"kalepool_pooler_\w+")]
    private static partial Regex Figure();
}
