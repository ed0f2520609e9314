using System.Globalization;
using KalePool.Demo.Harness;
using KalePool.Demo.Run;
using Xunit.Abstractions;

namespace KalePool.EndToEnd.Tests;

/// <summary>Three backend processes that are stopped as an upgrade stops them, or that freeze, while farmers and their pooler go on asking.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RestartedNodesSpec(ITestOutputHelper output)
{
    const int FarmerCount = 3;

    static readonly TimeSpan Long = TimeSpan.FromMinutes(6);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly TimeProvider Clock = TimeProvider.System;

    [Fact]
    public async Task No_answered_request_is_lost_in_a_rolling_restart_and_a_node_that_froze_ends_with_255()
    {
        using var stop = new CancellationTokenSource(Long);
        var directory = Directory.CreateTempSubdirectory("kalepool-e2e-").FullName;
        await using var pool = new LocalPool(new LocalPoolOptions(1_000, 120, 0, directory, Postgres: true, Nodes: 3));
        await pool.StartChainAsync(stop.Token);
        await pool.StartPostgresAsync(stop.Token);
        await pool.StartBackendAsync(stop.Token);
        await pool.RegisterPoolerAsync(FarmerCount, stop.Token);
        var farmers = await Registration.RegisterAsync(pool, FarmerCount, _ => { }, stop.Token);

        await RestartEachAsync(pool, farmers, stop.Token);
        await FreezeAsync(pool, pool.Nodes[1], stop.Token);

        await pool.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    async Task RestartEachAsync(LocalPool pool, IReadOnlyList<Farmer> farmers, CancellationToken stop)
    {
        await using var requests = new RequestStream(pool, farmers);
        foreach (var node in pool.Nodes)
        {
            await pool.GuardAsync(requests.AnsweredAsync(20, stop));
            var began = Clock.GetTimestamp();
            Assert.Equal(0, await pool.Child(node.Name).StopAsync(Patience, Clock));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rolling restart: {node.Name} ended after {Clock.GetElapsedTime(began).TotalSeconds:0.0} s"));
            await pool.GuardAsync(requests.AnsweredAsync(20, stop));
            await pool.StartNodeAsync(node, stop);
        }
        await requests.EndAsync();
        output.WriteLine($"rolling restart: {requests.Answered} commands answered, {requests.Repeated} times repeated");
        Assert.Empty(requests.Lost);
        Assert.Equal(farmers.Count, requests.Planted);
    }

    /// <summary>It does not know that the others have gone on without it.</summary>
    static async Task FreezeAsync(LocalPool pool, BackendNode frozen, CancellationToken stop)
    {
        using var others = new BackendApi([.. pool.Nodes.Where(n => n != frozen).Select(n => n.Address)], pool.AdminKey);
        var child = pool.Child(frozen.Name);
        await child.SignalAsync("STOP");
        await Waiting.UntilAsync(
            "the others to go on without it", async s => (await others.ClusterAsync(s)).Nodes.All(n => n.Node != frozen.ClusterName) ? others : null, Patience, Clock, stop);

        Assert.Equal(255, await child.StopAsync(Patience, Clock, "CONT"));

        await pool.StartNodeAsync(frozen, stop);
        Assert.Equal(pool.Nodes.Select(n => n.ClusterName).Order(), (await others.ClusterAsync(stop)).Nodes.Select(n => n.Node).Order());
    }
}
