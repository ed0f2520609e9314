using KalePool.Contracts.Admin;
using KalePool.Demo.Harness;
using KalePool.Demo.Run;
using Xunit.Abstractions;

namespace KalePool.EndToEnd.Tests;

/// <summary>
/// Three blocks of real processes on a chain of which much goes wrong, by a seed: the two servers that backend and pooler know answer late, twice, wrongly or not at all, one is behind,
/// transactions wait or are forgotten, strangers work and harvest, the chain stands still for some ledgers. Each block ends, every stroop is accounted for, and what is open is told.
/// </summary>
[Trait("Category", "Long")]
public sealed class FaultyChainSpec(ITestOutputHelper output)
{
    const int FarmerCount = 3;
    const int Blocks = 3;
    const int LedgerMs = 1_000;

    /// <summary>Twice what it takes where nothing goes wrong.</summary>
    const int BlockSeconds = 60;

    /// <summary>The third one is the auditor's and the harness's, who want the truth.</summary>
    const int Servers = 3;

    static readonly TimeSpan Long = TimeSpan.FromMinutes(12);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    static readonly TimeProvider Clock = TimeProvider.System;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_block_ends_balanced_and_nothing_is_open_untold(int seed)
    {
        using var stop = new CancellationTokenSource(Long, Clock);
        var directory = Directory.CreateTempSubdirectory("kalepool-faults-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "faults.json"), Plan(seed), stop.Token);
        var options = new DemoOptions(FarmerCount, Blocks, 0, LedgerMs, BlockSeconds, false, HashesPerFarmer: 300_000);
        await using var pool = new LocalPool(options.Pool(directory) with
        {
            Devnet = ["--nodes", $"{Servers}", "--faults", Path.Combine(directory, "faults.json")],
            Change = (_, settings) =>
            {
                if (settings.TryGetValue("RPC_URL", out var servers)) settings["RPC_URL"] = string.Join(',', servers.Split(',')[..^1]);
            },
        });
        using var said = new StringWriter();
        await using var view = new Demo.View.PlainView(TextWriter.Synchronized(said));
        var run = new DemoRun(options, pool, view, Clock);

        await run.StartAsync(stop.Token);
        await run.FollowAsync(stop.Token);

        var blocks = new List<BlockView>();
        foreach (var row in (await pool.Api.BlocksAsync(stop.Token)).Blocks)
            blocks.Add(await Waiting.UntilAsync($"block {row.BlockIndex} to end", async s => await pool.Api.BlockAsync(row.PoolerId, row.BlockIndex, s) is { Status: "completed" } block ? block : null, Patience, Clock, stop.Token));
        var audit = await run.AuditAsync(stop.Token);
        var (verified, proof) = await pool.CommandAsync(["journal", "verify"], stop.Token);
        var (listed, open) = await pool.CommandAsync(["acts", "--unknown", "--json"], stop.Token);

        var where = $"{string.Join('\n', audit.Lines)}\n{said}\n{proof}\n{open}\nlogs in {directory}";
        Assert.True(blocks.Count >= Blocks, where);
        Assert.True(audit.Balanced, where);
        Assert.True(verified == 0, where);
        Assert.True(listed == 0, where);
        var unknown = open.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        var unsettled = blocks.SelectMany(block => block.Farmers).Count(f => new[] { f.Plant, f.Work, f.Harvest }.Contains(StepStatus.Pending));
        Assert.True(unsettled <= unknown, $"{unsettled} steps are open, {unknown} are told\n{where}");
        Assert.True(audit.Count("harvested") > 0, where);
        output.WriteLine($"faults, seed {seed}: {blocks.Count} blocks, planted {audit.Count("planted")}, worked {audit.Count("worked")}, harvested {audit.Count("harvested")} of {blocks.Count * FarmerCount}, {unknown} acts told as unknown");
        await pool.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    static string Plan(int seed) => $$"""
        {
          "seed": {{seed}},
          "rules": [
            { "fault": "no_answer", "nodes": [1, 2], "methods": ["sendTransaction"], "carried_out": true, "probability": 0.15 },
            { "fault": "no_answer", "nodes": [1, 2], "methods": ["sendTransaction"], "probability": 0.1 },
            { "fault": "delivered_twice", "nodes": [1, 2], "methods": ["sendTransaction"], "probability": 0.2 },
            { "fault": "http_status", "nodes": [1, 2], "probability": 0.05 },
            { "fault": "late_answer", "nodes": [1], "delay_ms": 3000, "carried_out": true, "probability": 0.03 },
            { "fault": "wrong_content", "nodes": [1], "content": "html", "probability": 0.03 },
            { "fault": "wrong_content", "nodes": [2], "content": "truncated", "probability": 0.03 },
            { "fault": "wrong_content", "nodes": [2], "content": "denied", "probability": 0.1 },
            { "fault": "lag", "nodes": [2], "ledgers": 3, "after_seconds": 40, "for_seconds": 60 },
            { "fault": "try_again_later", "nodes": [1, 2], "probability": 0.15 },
            { "fault": "included_late", "nodes": [1], "ledgers": 3, "probability": 0.15 },
            { "fault": "never_included", "nodes": [2], "probability": 0.1 },
            { "fault": "strangers_work", "zeros": 0, "probability": 0.2 },
            { "fault": "strangers_harvest", "probability": 0.2 },
            { "fault": "halted", "after_seconds": 110, "for_seconds": 8 }
          ]
        }
        """;
}
