using KalePool.Backend.Tests.Fixtures;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using KalePool.Kale;

namespace KalePool.Backend.Tests.Api;

/// <summary>A pooler that dies after its farmers were planted costs nobody his stake. On devnet, with nothing but the farmers' wallets.</summary>
[Collection(ApiCollection.Name)]
public sealed class RescueSpec(BackendHost host)
{
    [Fact]
    public async Task Every_pail_of_a_dead_pooler_is_worked_and_harvested_and_the_stake_comes_back()
    {
        var pool = await TestPool.MakeAsync(host);
        var farmers = new[] { await pool.JoinAsync(), await pool.JoinAsync(), await pool.JoinAsync() };
        await host.ReachAsync(host.Watch.Latest!.FarmIndex + 1);
        var first = host.PlantIndex;
        await pool.PlantAsync(first);
        await RescuedAsync(first, farmers);

        // The next block's plants open it and make the first one's harvest possible; its reward is staked there.
        var next = host.PlantIndex;
        await pool.PlantAsync(next);
        await HarvestedAsync(pool, first, farmers);
        await RescuedAsync(next, farmers);
        var last = host.PlantIndex;
        var planted = await pool.PlantAsync(last);
        var stakes = planted["planted_farmers"].AsArray().ToDictionary(p => (Guid)p!["farmer_id"]!, p => (long)p!["stake_amount"]!);
        // Where the rescues took long, one of them has opened the block for the others, with nothing.
        var openers = (await host.EventsOfAsync<PlantSubmitted>()).Where(p => p.OpensBlock && p.Block == last).Select(p => p.FarmerId).ToHashSet();
        Assert.InRange(openers.Count, 0, 1);
        Assert.All(farmers, f => Assert.True(stakes[f.Id] > 0 || openers.Contains(f.Id)));
        await RescuedAsync(last, farmers);
        await pool.PlantAsync(host.PlantIndex);
        var rewards = (await HarvestedAsync(pool, last, farmers))["harvest_results"].AsArray().ToDictionary(r => (Guid)r!["farmer_id"]!, r => (long)r!["reward_amount"]!);
        Assert.All(farmers, f => Assert.True(rewards[f.Id] > 0));

        var events = (await host.EventsOfAsync<WorkRecorded>()).Where(w => farmers.Any(f => f.Id == w.FarmerId) && w.Block == last).ToList();
        Assert.Equal(farmers.Length, events.Count);
        Assert.All(events, w => Assert.Equal((WorkSource.Rescue, 0u), (w.Source, w.Zeros)));
        Assert.DoesNotContain(await host.EventsOfAsync<WorkMissed>(), m => farmers.Any(f => f.Id == m.FarmerId));
    }

    Task<Answer> HarvestedAsync(TestPool pool, uint block, TestFarmer[] farmers) =>
        host.CloseLedgersUntilAsync(pool.HarvestAsync(block, [.. farmers.Select(f => f.Id)]));

    /// <summary>The works are repeated until all have landed. On a slow machine the next block is open by then, and some pails are harvested.</summary>
    async Task RescuedAsync(uint block, TestFarmer[] farmers)
    {
        var seen = new Dictionary<Guid, uint?>();
        for (var most = 60; most > 0 && seen.Count < farmers.Length; most--)
        {
            foreach (var farmer in farmers)
                if (PailOf(block, farmer) is { IsWorked: true } pail) seen.TryAdd(farmer.Id, pail.Zeros);
            if (seen.Count < farmers.Length) await host.CloseNextLedgerAsync();
        }
        Assert.All(farmers, f => Assert.Equal(0u, seen[f.Id]));
    }

    KalePail? PailOf(uint block, TestFarmer farmer)
    {
        var chain = host.Devnet.Chain;
        return chain.View.State.Find(KaleKeys.Pail(chain.Deployment.ContractId, KaleAddresses.Parse(farmer.Wallet), block)) is { } entry ? KaleCodec.DecodePail(entry.Entry.Data) : null;
    }
}
