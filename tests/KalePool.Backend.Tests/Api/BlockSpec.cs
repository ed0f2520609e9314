using System.Net;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;

namespace KalePool.Backend.Tests.Api;

/// <summary>Blocks by the pooler's routes. The shapes are the API's own examples.</summary>
[Collection(ApiCollection.Name)]
public sealed class BlockSpec(BackendHost host)
{
    static readonly SortedSet<string> PlantShape = JsonShape.Of("""
        { "success": true,
          "planted_farmers": [ { "farmer_id": "uuid", "custodial_wallet": "G…", "stake_amount": 5000000000, "plant_tx_hash": "abc…" } ],
          "failed_plants":   [ { "farmer_id": "uuid", "error": "insufficient_xlm", "message": "…", "attributed_to": "farmer" } ],
          "pending_plants":  [ { "farmer_id": "uuid" } ],
          "summary": { "total_requested": 25, "successful_plants": 23, "failed_plants": 1, "pending_plants": 1, "total_staked": 115000000000 } }
        """);

    static readonly SortedSet<string> WorkShape = JsonShape.Of("""
        { "success": true, "work_recorded": 23, "compensation_amount": 1000000000, "ready_for_harvest": ["uuid", "uuid"] }
        """);

    static readonly SortedSet<string> HarvestShape = JsonShape.Of("""
        { "success": true,
          "harvest_results": [ { "block_index": 12340, "farmer_id": "uuid", "reward_amount": 15000000000, "harvest_tx_hash": "ghi…" } ],
          "failed_harvests": [ { "block_index": 12341, "farmer_id": "uuid", "error": "not_ready", "message": "…", "attributed_to": "network" } ],
          "pending_harvests": [],
          "total_rewards": 45000000000 }
        """);

    static readonly SortedSet<string> HeartbeatShape = JsonShape.Of("""
        { "active": true, "server_time": "…", "block_index": 12345,
          "planted_farmers": [ { "farmer_id": "uuid", "custodial_wallet": "G…", "stake_amount": 5000000000, "plant_tx_hash": "abc…" } ],
          "harvestable_blocks": [12344], "messages": [] }
        """);

    static object Heartbeat(TestPool pool, uint block) => new
    {
        pooler_id = pool.Id,
        version = "1.0.0",
        status_url = (string?)null,
        max_farmers_capacity = 50,
        block_index = block,
        hash_rate = 25000000.0,
        cpu_percent = 85.0,
        memory_mb = 180,
        state = "hashing",
    };

    [Fact]
    public async Task Is_planted_worked_and_harvested()
    {
        var pool = await TestPool.MakeAsync(host);
        var farmers = new[] { await pool.JoinAsync(), await pool.JoinAsync() };
        var leftOut = await pool.JoinAsync();
        await host.ReachAsync(host.Watch.Latest!.FarmIndex + 1);
        var block = host.PlantIndex;

        // Nothing closes a ledger yet: what was asked for is pending.
        var pending = (await pool.Client.PostAsync(Routes.PlantRequest, pool.PlantRequest(block, 2), waitSeconds: 0)).With(HttpStatusCode.OK);
        Assert.Equal((3, 0, 1, 2), Summary(pending));
        var planted = (await host.CloseLedgersUntilAsync(pool.Client.PostAsync(Routes.PlantRequest, pool.PlantRequest(block, 2)))).With(HttpStatusCode.OK);
        Assert.Equal(PlantShape, JsonShape.Of(pending.Json, planted.Json));
        Assert.Equal((3, 2, 1, 0), Summary(planted));
        Assert.Equal((leftOut.Id, ErrorCode.PoolerFull, Attribution.Pooler), planted["failed_plants"][0] is var f ? ((Guid)f!["farmer_id"]!, (string?)f["error"], (string?)f["attributed_to"]) : default);
        Assert.All(planted["planted_farmers"].AsArray(), p => Assert.Matches("^[0-9a-f]{64}$", (string?)p!["plant_tx_hash"]));
        Assert.Equal(planted.Text, (await pool.Client.PostAsync(Routes.PlantRequest, pool.PlantRequest(block, 10))).Text);
        Assert.All(farmers, farmer => Assert.Equal(2, farmer.Sent));

        await host.CloseLedgerAsync();
        foreach (var farmer in farmers) await pool.WorkAsync(block, farmer);
        var worked = (await host.CloseLedgersUntilAsync(pool.Client.PostAsync(Routes.WorkComplete, pool.WorkReport(block, [.. farmers.Select(x => x.Id)])))).With(HttpStatusCode.OK);
        Assert.Equal(WorkShape, JsonShape.Of(worked.Json));
        Assert.Equal((2, 0L), ((int)worked["work_recorded"], (long)worked["compensation_amount"]));
        Assert.Equal(farmers.Select(x => x.Id).Order(), worked["ready_for_harvest"].AsArray().Select(id => (Guid)id!).Order());

        var beat = (await pool.Client.PostAsync(Routes.Heartbeat, Heartbeat(pool, block))).With(HttpStatusCode.OK);
        Assert.Equal(HeartbeatShape, JsonShape.Of(beat.Json));
        Assert.Equal((block, 2), ((uint)beat["block_index"], beat["planted_farmers"].AsArray().Count));
        Assert.Equal([block], beat["harvestable_blocks"].AsArray().Select(b => (uint)b!));

        await host.ReachAsync(block + 1);
        var next = await pool.PlantAsync(block + 1);
        Assert.Contains(next["planted_farmers"].AsArray(), p => (Guid)p!["farmer_id"]! == leftOut.Id);
        var stranger = Guid.NewGuid();
        var harvested = (await host.CloseLedgersUntilAsync(pool.HarvestAsync(block, [.. farmers.Select(x => x.Id), farmers[0].Id, stranger]))).With(HttpStatusCode.OK);
        Assert.Equal(HarvestShape, JsonShape.Of(harvested.Json));
        var results = harvested["harvest_results"].AsArray();
        Assert.Equal(farmers.Select(x => x.Id).Order(), results.Select(r => (Guid)r!["farmer_id"]!).Order());
        Assert.All(results, r => Assert.True((long)r!["reward_amount"]! > 0));
        Assert.Equal(results.Sum(r => (long)r!["reward_amount"]!), (long)harvested["total_rewards"]);
        Assert.Equal((stranger, ErrorCode.NotPlanted), harvested["failed_harvests"][0] is var h ? ((Guid)h!["farmer_id"]!, (string?)h["error"]) : default);

        var sent = farmers.Select(x => x.Sent).ToArray();
        Assert.Equal(harvested.Text, (await pool.HarvestAsync(block, [.. farmers.Select(x => x.Id), stranger])).Text);
        Assert.Equal(sent, farmers.Select(x => x.Sent));
        await CheckViewAsync(pool, block, farmers, (long)harvested["total_rewards"]);
    }

    [Fact]
    public async Task Is_closed_when_it_is_not_the_one_that_a_plant_now_belongs_to()
    {
        var pool = await TestPool.MakeAsync(host);
        foreach (var index in new[] { 0u, host.PlantIndex - 1, host.PlantIndex + 1, uint.MaxValue })
        {
            var detail = (await pool.Client.PostAsync(Routes.PlantRequest, pool.PlantRequest(index))).Problem(HttpStatusCode.Conflict, ErrorCode.BlockClosed);
            Assert.Contains($"block {host.PlantIndex}", detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_farmers_is_over_at_once()
    {
        var pool = await TestPool.MakeAsync(host);
        await host.ReachAsync(host.Watch.Latest!.FarmIndex + 1);
        var answer = (await pool.Client.PostAsync(Routes.PlantRequest, pool.PlantRequest(host.PlantIndex))).With(HttpStatusCode.OK);
        Assert.Equal((0, 0, 0, 0), Summary(answer));
    }

    [Fact]
    public async Task That_nobody_planted_fails_its_farmers_and_not_the_request()
    {
        var pool = await TestPool.MakeAsync(host);
        var farmer = Guid.NewGuid();
        var answer = (await pool.HarvestAsync(5, farmer)).With(HttpStatusCode.OK);
        Assert.Equal((5, farmer, ErrorCode.NotPlanted), answer["failed_harvests"][0] is var h ? ((int)h!["block_index"]!, (Guid)h["farmer_id"]!, (string?)h["error"]) : default);
        (await pool.HarvestAsync(5)).Problem(HttpStatusCode.Conflict, ErrorCode.NotPlanted);
        (await pool.Client.PostAsync(Routes.WorkComplete, pool.WorkReport(5, farmer))).Problem(HttpStatusCode.Conflict, ErrorCode.NotPlanted);
    }

    static async Task CheckViewAsync(TestPool pool, uint block, TestFarmer[] farmers, long rewards)
    {
        var admin = TestPool.Admin(pool.Host);
        // Everybody says first what others owe him for it.
        await Poll.UntilAsync(async () => (string?)(await admin.GetAsync(Routes.AdminBlock(pool.Id, block)))["status"] == "completed", "the block's completion");
        var view = (await admin.GetAsync(Routes.AdminBlock(pool.Id, block))).With(HttpStatusCode.OK);
        Assert.Equal((2, 2, 2, 2), ((int)view["total_farmers"], (int)view["successful_plants"], (int)view["successful_works"], (int)view["successful_harvests"]));
        Assert.Equal(("completed", rewards), ((string?)view["status"], (long)view["total_rewards"]));
        Assert.Equal(farmers.Select(x => x.Wallet).Order(), view["farmers"].AsArray().Select(x => (string?)x!["custodial_wallet"]).Order());
        Assert.Equal("block-opened:1", (string?)view["timeline"][0]!["event"]);
        await pool.Host.ProjectedAsync();
        var listed = (await admin.GetAsync(Routes.AdminBlocks)).With(HttpStatusCode.OK)["blocks"].AsArray();
        Assert.Contains(listed, b => (Guid)b!["pooler_id"]! == pool.Id && (uint)b["block_index"]! == block && (long)b["total_rewards"]! == rewards);
        foreach (var farmer in farmers)
        {
            var (of, statement) = (Routes.Farmer(farmer.Id), (await farmer.Client.GetAsync(Routes.Farmer(farmer.Id) + Routes.Statement)).With(HttpStatusCode.OK));
            Assert.Equal((long)(await farmer.ShowAsync())["current_balance"], (long)statement["current_balance"]);
            foreach (var (list, name) in new[] { (Routes.Plantings, "plantings"), (Routes.Works, "works"), (Routes.Harvests, "harvests") })
            {
                var rows = (await farmer.Client.GetAsync(of + list)).With(HttpStatusCode.OK)[name].AsArray();
                Assert.Equal("success", (string?)Assert.Single(rows, r => (uint)r!["block_index"]! == block)!["status"]);
            }
        }
    }

    static (int Total, int Planted, int Failed, int Pending) Summary(Answer answer) =>
        answer["summary"] is var s ? ((int)s["total_requested"]!, (int)s["successful_plants"]!, (int)s["failed_plants"]!, (int)s["pending_plants"]!) : default;
}
