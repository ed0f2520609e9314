using System.Diagnostics;
using System.Text.RegularExpressions;
using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests;

public sealed partial class DemoSpec
{
    static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData]
    [InlineData("--postgres")]
    public async Task Ends_full_and_balanced(params string[] storage)
    {
        await using var demo = await DemoProcess.StartAsync([.. storage, "--farmers", "2", "--blocks", "1", "--rivals", "2"]);

        var status = await demo.Process.Ended.WaitAsync(Long);

        Assert.True(status == 0, string.Join('\n', demo.Lines));
        Assert.Matches(LastLine(), demo.Lines[^1]);
        Assert.Empty(demo.Children());
    }

    [Theory]
    [InlineData(Names.Devnet)]
    [InlineData(Names.Backend)]
    [InlineData(Names.Pooler)]
    public async Task Says_who_died_and_stops_the_others_when_one_is_killed(string victim)
    {
        await using var demo = await DemoProcess.StartAsync("--farmers", "1", "--blocks", "1", "--rivals", "0");
        await demo.LineAsync("planted 1/1", Long);
        var children = demo.Children();
        Assert.Equal(Names.All.Order(), children.Keys.Order());

        using (var process = Process.GetProcessById(children[victim])) process.Kill();
        var status = await demo.Process.Ended.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(1, status);
        Assert.Contains(demo.Lines, l => l.StartsWith($"demo: {victim} died (killed, SIGKILL): ", StringComparison.Ordinal));
        Assert.DoesNotContain(children.Values, IsAlive);
        foreach (var other in Names.All.Where(n => n != victim))
            Assert.Contains(demo.Lines, l => l.StartsWith($"  {other} says: ", StringComparison.Ordinal) && !l.Contains("nothing (", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leaves_nothing_running_when_it_is_killed_itself()
    {
        await using var demo = await DemoProcess.StartAsync("--farmers", "1", "--blocks", "1", "--rivals", "0");
        await demo.LineAsync("pooler started", Long);
        var children = demo.Children();
        Assert.Equal(3, children.Count);

        await demo.Process.KillAsync();

        await Waiting.UntilAsync(
            "the children to end", _ => Task.FromResult(children.Values.Any(IsAlive) ? null : "gone"), TimeSpan.FromSeconds(10), TimeProvider.System, default);
        Assert.DoesNotContain(children.Values, IsAlive);
    }

    static bool IsAlive(int pid) => Directory.Exists($"/proc/{pid}") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    [GeneratedRegex(@"^demo: blocks=1 planted=2/2 worked=2/2 harvested=2/2 hashes=[1-9]\d* zeros=\d+/\d+\.\d\d rewards=[1-9]\d*\.\d{7} chain=balanced$")]
    private static partial Regex LastLine();
}
