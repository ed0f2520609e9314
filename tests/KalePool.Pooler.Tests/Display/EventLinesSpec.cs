using System.Text.Json;
using KalePool.Pooler.Display;
using KalePool.Pooler.Doctor;
using KalePool.Pooler.Settings;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Pooler.Tests.Display;

public sealed class EventLinesSpec
{
    static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    static string Json(PoolerEvent e)
    {
        var output = new StringWriter();
        using var display = new JsonDisplay(output, LogLevel.Info);
        display.Show(e, At);
        return output.ToString().TrimEnd();
    }

    static string Plain(PoolerEvent e, LogLevel level = LogLevel.Info)
    {
        var output = new StringWriter();
        using var display = new PlainDisplay(output, level);
        display.Show(e, At);
        return output.ToString().TrimEnd();
    }

    [Fact]
    public void A_settled_block_is_one_line_that_programs_can_rely_on()
    {
        Assert.Equal(
            """{"event":"block","index":12345,"planted":12,"worked":11,"hashes":123456789,"zeros_min":4,"zeros_mean":4.5,"idle_seconds":12.25,"first_hash_ms":3.5}""",
            Json(new BlockSettled(12345, 12, 11, 123_456_789, 4, 4.5, 12.25, 3.5)));
        Assert.Equal(
            "2026-01-02T03:04:05Z block 12345 settled: planted=12 worked=11 hashes=123456789 zeros=4/4.50 idle=12.3s first_hash=4ms",
            Plain(new BlockSettled(12345, 12, 11, 123_456_789, 4, 4.5, 12.25, 3.5)));
    }

    [Fact]
    public void Every_event_has_a_line_of_both_kinds()
    {
        PoolerEvent[] all =
        [
            new Started("1", Guid.Empty, "n", "G", "b", "r", "N", "scalar", 2), new Warned("w"), new TroubleBegan("rpc", "u", "m", "x"), new TroubleEnded("rpc", "u"),
            new BlockOpened(1, "e", 6, 20, 3, Trace: "ab"), new Planted(1, 2, 1, 0, ["f: code"]), new Improved(1, "G", 4, 5), new Worked(1, "G", 4, 20, "h", 5, "t"),
            new WorkFailed(1, "G", "t", "r"), new Reported(1, 2, 2, 0), new Harvested(1, 0, 0, 5, []), new BlockSettled(1, 0, 0, 0, null, null),
            new HashingPaused("r"), new HashingResumed(), new Checked("account", Verdict.Weak, "t", "r"), new Stopped(5, 1.5),
        ];
        Assert.Equal(typeof(PoolerEvent).Assembly.GetTypes().Where(type => type.BaseType == typeof(PoolerEvent)).Order(Comparer<Type>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name))),
            all.Select(e => e.GetType()).Order(Comparer<Type>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name))));
        foreach (var e in all)
        {
            Assert.DoesNotContain('\n', Plain(e, LogLevel.Debug));
            Assert.NotEmpty(Plain(e, LogLevel.Debug));
            var line = JsonSerializer.Serialize(e, EventJson.Default.PoolerEvent);
            Assert.StartsWith("{\"event\":\"", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Says_less_at_higher_levels()
    {
        Assert.Empty(Plain(new Improved(1, "G", 4, 5)));
        Assert.Empty(Plain(new Reported(1, 2, 2, 0), LogLevel.Warning));
        Assert.NotEmpty(Plain(new TroubleBegan("rpc", "u", "m", "x"), LogLevel.Error));
    }

    [Fact]
    public void Says_lasting_trouble_once_a_minute_and_its_end_once()
    {
        var (output, time) = (new StringWriter(), new FakeTimeProvider(At));
        using var display = new PlainDisplay(output, LogLevel.Info);
        var reporter = new Reporter(display, time, _ => new Uri("http://rpc.example"));

        for (var i = 0; i < 90; i++)
        {
            reporter.Trouble(Party.Rpc, "connection refused", "asks again");
            time.Advance(TimeSpan.FromSeconds(1));
        }
        reporter.Recovered(Party.Rpc);
        reporter.Recovered(Party.Rpc);

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("trouble with rpc at http://rpc.example/: connection refused; the pooler asks again", lines[0], StringComparison.Ordinal);
        Assert.Contains("answers again", lines[2], StringComparison.Ordinal);
    }
}
