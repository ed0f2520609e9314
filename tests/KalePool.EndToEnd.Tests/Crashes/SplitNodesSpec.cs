using KalePool.Contracts.Poolers;
using KalePool.Demo.Harness;
using Xunit.Abstractions;

namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>Two nodes that both believe they hold a farmer and his block: the journal takes one of two histories, and the block ends full, paid for once.</summary>
[Trait("Category", "Long"), Collection(ClusterCollection.Name)]
public sealed class SplitNodesSpec(ITestOutputHelper output) : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    static readonly TimeSpan Ask = TimeSpan.FromSeconds(3);
    static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);
    static readonly TimeProvider Clock = TimeProvider.System;

    readonly string _directory = Directory.CreateTempSubdirectory("kalepool-split-").FullName;

    public static TheoryData<int, bool> Sends => new() { { 1, false }, { 1, true } };

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>It has sent a plant, or is about to. It comes back with farmers whom the others have taken over, and with the answer that it waited for.</summary>
    [Theory, MemberData(nameof(Sends))]
    public async Task A_node_that_froze_while_it_sent_comes_back_to_others_that_went_on_without_it(int nth, bool isDone)
    {
        await using var run = new CrashRun(_directory, nodes: 3);
        await run.PrepareAsync();
        var frozen = await run.HitOneNodeAsync(Crash.Send, nth, isDone, async node => await run.Pool.Child(node.Name).SignalAsync("STOP"));
        using var others = new BackendApi([.. run.Pool.Nodes.Where(n => n != frozen).Select(n => n.Address)], run.Pool.AdminKey);
        await UntilAsync("the others to go on without it", async s => (await others.ClusterAsync(s)).Nodes.All(n => n.Node != frozen.ClusterName) ? others : null, run.Stop);
        foreach (var farmer in run.Farmers) await UntilAsync($"farmer {farmer.Id} at another node", async s => await others.FarmerAsync(farmer.Id, s), run.Stop);

        Assert.Equal(255, await run.Pool.Child(frozen.Name).StopAsync(Patience, Clock, "CONT"));

        await run.Pool.StartNodeAsync(frozen, run.Stop);
        await run.JudgeAsync();
        await ProveJournalAsync(run);
    }

    /// <summary>Two clusters of one node each, as where a first seed has founded another one: each holds every entity, all the time, and both are asked for everything.</summary>
    [Fact]
    public async Task Two_backends_on_one_database_that_do_not_know_of_each_other_pay_nothing_twice()
    {
        await using var run = new CrashRun(_directory, nodes: 2, change: (name, settings) =>
        {
            if (name.StartsWith(Names.Backend, StringComparison.Ordinal)) settings.Remove("CLUSTER_SEEDS");
        });
        await run.PrepareAsync();
        var nodes = run.Pool.Nodes.Select(node => new BackendApi([node.Address], run.Pool.AdminKey)).ToList();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(run.Stop);
        var asking = Task.WhenAll(nodes.Select(node => AskForEverythingAsync(run, node, end.Token)));
        await run.Pool.StartPoolerAsync(1);
        try
        {
            await run.JudgeAsync();
        }
        finally
        {
            await end.CancelAsync();
            var asked = await asking;
            output.WriteLine($"split: the nodes answered {string.Join(" and ", asked.Select(a => a.Answered))} requests and refused {string.Join(" and ", asked.Select(a => a.Refused))}");
            foreach (var node in nodes) node.Dispose();
        }
        await ProveJournalAsync(run);
    }

    /// <summary>Every farmer, so that he lives here too, and as a pooler the plants and the harvests of the block that is running. What is refused is asked for again.</summary>
    static async Task<(int Answered, int Refused)> AskForEverythingAsync(CrashRun run, BackendApi node, CancellationToken stop)
    {
        var (answered, refused) = (0, 0);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                foreach (var farmer in run.Farmers) await node.FarmerAsync(farmer.Id, stop);
                foreach (var row in (await node.BlocksAsync(stop)).Blocks)
                {
                    await node.PlantAsync(new PlantRequest(row.BlockIndex, row.PoolerId, run.Pool.Seat.MaxFarmers, Clock.GetUtcNow()), run.Pool.Seat.ApiKey, stop);
                    if (row.SuccessfulWorks > 0) await node.HarvestAsync(new HarvestRequest(row.PoolerId, [new HarvestBlock(row.BlockIndex, [])]), run.Pool.Seat.ApiKey, stop);
                }
                answered++;
                await Task.Delay(Breath, Clock, stop);
            }
            catch (Exception e) when (e is ApiException or HttpRequestException or OperationCanceledException)
            {
                refused++;
            }
        }
        return (answered, refused);
    }

    /// <summary>What takes longer is asked for again: a request that was on its way to the frozen one would be waited for much longer.</summary>
    static Task<T> UntilAsync<T>(string what, Func<CancellationToken, Task<T?>> ask, CancellationToken stop)
        where T : class => Waiting.UntilAsync(what, async s =>
        {
            using var late = new CancellationTokenSource(Ask, Clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, s);
            try
            {
                return await ask(either.Token);
            }
            catch (Exception e) when (e is ApiException || e is OperationCanceledException && !s.IsCancellationRequested)
            {
                return null;
            }
        }, Patience, Clock, stop);

    static async Task ProveJournalAsync(CrashRun run)
    {
        var (status, said) = await run.Pool.CommandAsync(["journal", "verify", "--rpc"], run.Stop);
        Assert.True(status == 0, said);
    }
}
