using System.Text.RegularExpressions;
using KalePool.Contracts.Admin;
using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests;

/// <summary>What happens to the nodes of a pool's backend: who looks after a block, who is killed, and who was thrown out.</summary>
sealed partial class ClusterNodes(LocalPool pool, TimeProvider clock)
{
    /// <summary>An answer that takes longer than this is asked for again: a request that was on its way to the dead would be waited for much longer.</summary>
    static readonly TimeSpan Ask = TimeSpan.FromSeconds(1);

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly List<BackendNode> _killed = [];

    /// <summary>The node that looks after a block.</summary>
    public BackendNode Of(BlockView block) => pool.Nodes.Single(n => n.ClusterName == block.Node);

    /// <summary>SIGKILL to the node, and how long it takes until another one answers for the block and for its farmers.</summary>
    public async Task<TimeSpan> KillAsync(BackendNode node, BlockView block, CancellationToken stop)
    {
        _killed.Add(node);
        using var others = new BackendApi([.. pool.Nodes.Where(n => n != node).Select(n => n.Address)], pool.AdminKey);
        await pool.KillAsync(node.Name);
        var killed = clock.GetTimestamp();
        await pool.GuardAsync(Waiting.UntilAsync($"another node to answer for block {block.BlockIndex}", AnswersAsync, Patience, clock, stop));
        return clock.GetElapsedTime(killed);

        async Task<BlockView?> AnswersAsync(CancellationToken cancellation)
        {
            using var late = new CancellationTokenSource(Ask, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
            try
            {
                var seen = await others.BlockAsync(block.PoolerId, block.BlockIndex, either.Token);
                foreach (var farmer in block.Farmers) await others.FarmerAsync(farmer.FarmerId, either.Token);
                return seen is not null && seen.Node != node.ClusterName ? seen : null;
            }
            catch (Exception e) when (e is ApiException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    /// <summary>As a supervisor does.</summary>
    public Task RestartAsync(BackendNode node, CancellationToken stop) => pool.StartNodeAsync(node, stop);

    /// <summary>Whom the nodes threw out though nobody had killed him, as their logs say.</summary>
    public async Task<IReadOnlyList<string>> DownedAliveAsync(CancellationToken stop)
    {
        var downed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var node in pool.Nodes)
        {
            // The processes are still writing: shared.
            using var log = new StreamReader(new FileStream(pool.LogOf(node.Name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            downed.UnionWith(Downed().Matches(await log.ReadToEndAsync(stop)).Select(m => m.Groups[1].Value));
        }

        return [.. downed.Except(_killed.Select(n => n.ClusterName!))];
    }

    [GeneratedRegex(@"cluster: (\S+) was downed")]
    private static partial Regex Downed();
}
