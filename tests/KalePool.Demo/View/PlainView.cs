using System.Globalization;
using KalePool.Contracts.Admin;
using KalePool.Demo.Run;

namespace KalePool.Demo.View;

/// <summary>One line whenever a count changes: for logs and pipes.</summary>
public sealed class PlainView(TextWriter output) : IDemoView
{
    readonly Dictionary<uint, string> _said = [];

    public void Say(string line) => output.WriteLine(line);

    public void Show(DemoProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        foreach (var block in progress.Blocks)
        {
            var line = Line(block, progress.Farmers.Count);
            if (_said.GetValueOrDefault(block.BlockIndex) == line) continue;
            _said[block.BlockIndex] = line;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{progress.Elapsed.TotalSeconds,5:0} s  {line}"));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    static string Line(BlockView block, int farmers)
    {
        int Count(Func<BlockFarmerView, string> step) => block.Farmers.Count(f => step(f) == StepStatus.Success);
        var failed = block.Farmers.Where(f => f.Error is not null).Select(f => $"{f.CustodialWallet[..6]} {f.Error} ({f.AttributedTo})").ToList();
        var rewards = block.Farmers.Sum(f => f.RewardAmount ?? 0) / 10_000_000m;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"block {block.BlockIndex}: planted {Count(f => f.Plant)}/{farmers} worked {Count(f => f.Work)}/{farmers} harvested {Count(f => f.Harvest)}/{farmers}") +
            (rewards > 0 ? string.Create(CultureInfo.InvariantCulture, $", {rewards:0.0000} KALE") : "") +
            (failed.Count > 0 ? "; failed: " + string.Join(", ", failed) : "");
    }
}
