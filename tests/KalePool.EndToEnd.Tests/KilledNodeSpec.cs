using System.Globalization;
using KalePool.Demo.Harness;
using KalePool.Demo.Run;
using Xunit.Abstractions;

namespace KalePool.EndToEnd.Tests;

/// <summary>
/// Three backend processes on one PostgreSQL. In each phase of a block the one that looks after it gets a SIGKILL, the others take over, and it is
/// started again.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class KilledNodeSpec(ITestOutputHelper output)
{
    const int FarmerCount = 3;
    const int LedgerMs = 1_000;

    /// <summary>Room for two fail-overs and a restart before the pooler begins to submit.</summary>
    const int BlockSeconds = 75;

    /// <summary>The nodes share this machine with the hashing: busy cores would be taken for dead nodes.</summary>
    const long Hashes = 300_000;

    static readonly TimeSpan Long = TimeSpan.FromMinutes(8);

    static readonly (int Block, Phase Phase)[] Kills = [(1, Phase.Planting), (1, Phase.Working), (2, Phase.Hashing), (2, Phase.Harvesting)];

    [Fact]
    public async Task Every_block_is_finished_though_its_node_is_killed_in_each_phase()
    {
        using var stop = new CancellationTokenSource(Long);
        var directory = Directory.CreateTempSubdirectory("kalepool-e2e-").FullName;
        var options = new DemoOptions(FarmerCount, 2, 0, LedgerMs, BlockSeconds, false, Postgres: true, Nodes: 3, HashesPerFarmer: Hashes);
        await using var pool = new LocalPool(options.Pool(directory));
        using var said = new StringWriter();
        await using var view = new Demo.View.PlainView(TextWriter.Synchronized(said));
        var run = new DemoRun(options, pool, view, TimeProvider.System);
        await run.StartAsync(stop.Token);
        var (nodes, watch) = (new ClusterNodes(pool, TimeProvider.System), new PhaseWatch(pool, run.Farmers));

        foreach (var (number, phase) in Kills)
        {
            var block = await pool.GuardAsync(watch.ReachAsync(phase, stop.Token, number));
            var node = nodes.Of(block);
            var after = await nodes.KillAsync(node, block, stop.Token);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fail-over: {node.Name} killed in {phase} of block {block.BlockIndex}; block and farmers answer after {after.TotalSeconds:0.0} s"));
            await nodes.RestartAsync(node, stop.Token);
        }
        await run.FollowAsync(stop.Token);
        var result = await run.JudgeAsync(stop.Token);

        Assert.True(result.IsFull, $"{result}\n{said}\nlogs in {directory}");
        Assert.Empty(await nodes.DownedAliveAsync(stop.Token));
        await pool.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
