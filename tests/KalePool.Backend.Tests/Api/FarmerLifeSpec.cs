using System.Net;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;

namespace KalePool.Backend.Tests.Api;

/// <summary>A farmer after his registration: what he changes, what the operator does with him, and how he leaves.</summary>
[Collection(ApiCollection.Name)]
public sealed class FarmerLifeSpec(BackendHost host)
{
    const long Funds = 50_000_000;

    PoolClient Admin => TestPool.Admin(host);

    long? XlmOf(string wallet) => host.Devnet.Chain.View.State.FindAccount(Addresses.Account(wallet))?.Balance;

    async Task<Answer> UntilAsync(TestFarmer farmer, Func<Answer, bool> isSo)
    {
        var most = 40;
        while (true)
        {
            var shown = (await farmer.ShowAsync()).With(HttpStatusCode.OK);
            if (isSo(shown)) return shown;
            Assert.True(most-- > 0, shown.Text);
            await host.CloseLedgerAsync();
        }
    }

    [Fact]
    public async Task Changes_how_much_is_staked()
    {
        var farmer = await (await TestPool.MakeAsync(host)).RegisterAsync();
        Assert.Equal(0.25m, (decimal)(await farmer.Client.PatchAsync(Routes.Farmer(farmer.Id), new { stake_percentage = 0.25 })).With(HttpStatusCode.OK)["stake_percentage"]);
        Assert.Equal(0.25m, (decimal)(await farmer.ShowAsync())["stake_percentage"]);
        foreach (var wrong in new object[] { new { stake_percentage = 1.1 }, new { stake_percentage = 0.00001 }, new { stake_percentage = "half" }, new { } })
            Assert.StartsWith("stake_percentage", (await farmer.Client.PatchAsync(Routes.Farmer(farmer.Id), wrong)).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_planted_for_while_the_operator_pauses_him()
    {
        var pool = await TestPool.MakeAsync(host);
        var farmer = await pool.JoinAsync();
        await pool.JoinAsync(); // Somebody has to open the block.
        Assert.Equal("operator", (string?)(await Admin.PostAsync(Routes.AdminFarmer(farmer.Id) + Routes.Pause, new { })).With(HttpStatusCode.OK)["paused_by"]);
        await host.ReachAsync(host.Watch.Latest!.FarmIndex + 1);
        var planted = await pool.PlantAsync(host.PlantIndex);
        Assert.Equal(ErrorCode.FarmerNotActive, (string?)planted["failed_plants"][0]!["error"]);
        Assert.Equal(Attribution.Backend, (string?)planted["failed_plants"][0]!["attributed_to"]);

        Assert.Null((await Admin.PostAsync(Routes.AdminFarmer(farmer.Id) + Routes.Resume, new { })).With(HttpStatusCode.OK).Json!["paused_by"]);
        await host.ReachAsync(host.Watch.Latest!.FarmIndex + 1);
        Assert.Equal(2, (int)(await pool.PlantAsync(host.PlantIndex))["summary"]["successful_plants"]!);
    }

    [Fact]
    public async Task Leaves_with_everything_once_his_open_block_is_harvested()
    {
        var pool = await TestPool.MakeAsync(host, maxFarmers: 1);
        var payout = KeyPair.Random();
        await host.CreateAccountAsync(payout.Address, 100_000_000);
        var farmer = await pool.JoinAsync(payout.Address);
        var block = await pool.PlantAndWorkAsync(farmer);

        Assert.Equal("leaving", (string?)(await farmer.Client.PostAsync(Routes.Farmer(farmer.Id) + Routes.Leave, new { })).With(HttpStatusCode.Accepted)["status"]);
        (await Admin.PostAsync(Routes.AdminFarmer(farmer.Id) + Routes.ExportKey, new { })).Problem(HttpStatusCode.Conflict, ErrorCode.Conflict);
        // Somebody has to open the next block before this one can be harvested.
        await pool.OpenAfterAsync(block);
        await host.CloseLedgersUntilAsync(pool.HarvestAsync(block, farmer.Id));

        // His payout wallet cannot hold KALE yet: he stays, and is told.
        var stuck = await UntilAsync(farmer, shown => shown.Json!["leaving_problem"] is not null);
        Assert.Equal((ErrorCode.PayoutNoTrustline, Attribution.Farmer), ((string?)stuck["leaving_problem"]["error"], (string?)stuck["leaving_problem"]["attributed_to"]));
        Assert.Equal("add_payout_trustline", (string?)stuck["next_actions"][0]);
        var kale = (long)stuck["current_balance"];
        Assert.True(kale > 0);
        await host.TrustKaleAsync(payout);
        var xlm = XlmOf(payout.Address);

        // Without waiting for the next try: the row in the due list brings him back after a restart.
        await host.StartAsync();
        var gone = await UntilAsync(farmer, shown => (string?)shown["status"] == "departed");

        Assert.NotNull((string?)gone["exit_tx_hash"]);
        Assert.Null(XlmOf(farmer.Wallet));
        Assert.Equal(kale, host.Devnet.Chain.View.State.FindTrustline(Addresses.Account(payout.Address), host.Devnet.Chain.Deployment.Asset)!.Balance);
        Assert.InRange(XlmOf(payout.Address)!.Value - xlm!.Value, Funds - 1_000_000, Funds);
        var exported = (await Admin.PostAsync(Routes.AdminFarmer(farmer.Id) + Routes.ExportKey, new { })).With(HttpStatusCode.OK);
        Assert.Equal(farmer.Wallet, KeyPair.FromSecret((string)exported["secret_key"]!).Address);
        // His seat is free again.
        await pool.JoinAsync();
    }

    [Fact]
    public async Task Whoever_never_funded_his_wallet_leaves_at_once()
    {
        var farmer = await (await TestPool.MakeAsync(host)).RegisterAsync();
        (await farmer.Client.PostAsync(Routes.Farmer(farmer.Id) + Routes.Leave, new { })).With(HttpStatusCode.Accepted);
        Assert.Null((await UntilAsync(farmer, shown => (string?)shown["status"] == "departed")).Json!["exit_tx_hash"]);
    }

    [Fact]
    public async Task The_operator_finds_every_farmer_page_by_page()
    {
        var pool = await TestPool.MakeAsync(host);
        var (funded, waiting) = (await pool.JoinAsync(), await pool.RegisterAsync());
        await Admin.PostAsync(Routes.AdminFarmer(funded.Id) + Routes.Pause, new { });
        await host.ProjectedAsync();

        async Task<List<System.Text.Json.Nodes.JsonNode>> AllAsync(string query)
        {
            var found = new List<System.Text.Json.Nodes.JsonNode>();
            string? cursor = null;
            do
            {
                var page = (await Admin.GetAsync($"{Routes.AdminFarmers}?{query}{(cursor is null ? "" : $"&cursor={cursor}")}")).With(HttpStatusCode.OK);
                found.AddRange(page["farmers"].AsArray().Select(f => f!));
                cursor = (string?)page.Json!["next_cursor"];
            }
            while (cursor is not null);
            return found;
        }

        var everybody = await AllAsync("limit=2");
        Assert.Equal(everybody.Count, everybody.Select(f => (Guid)f["farmer_id"]!).Distinct().Count());
        Assert.Equal(everybody.Select(f => f.ToJsonString()), (await AllAsync("limit=100")).Select(f => f.ToJsonString()));
        var row = Assert.Single(everybody, f => (Guid)f["farmer_id"]! == funded.Id);
        Assert.Equal(("active", "operator", funded.Wallet, pool.Id), ((string?)row["status"], (string?)row["paused_by"], (string?)row["custodial_wallet"], (Guid)row["pooler_id"]!));
        Assert.Contains(await AllAsync("status=awaiting_funding"), f => (Guid)f["farmer_id"]! == waiting.Id);
        Assert.DoesNotContain(await AllAsync("status=awaiting_funding"), f => (Guid)f["farmer_id"]! == funded.Id);
        foreach (var (query, field) in new[] { ("status=rich", "status"), ("limit=0", "limit"), ("limit=101", "limit"), ("cursor=x", "cursor") })
            Assert.StartsWith(field, (await Admin.GetAsync($"{Routes.AdminFarmers}?{query}")).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_changes_or_sends_away_another_farmer()
    {
        var pool = await TestPool.MakeAsync(host);
        var (mine, other) = (await pool.RegisterAsync(), await pool.RegisterAsync());
        (await mine.Client.PatchAsync(Routes.Farmer(other.Id), new { stake_percentage = 0.25 })).Problem(HttpStatusCode.Forbidden, ErrorCode.Forbidden);
        (await mine.Client.PostAsync(Routes.Farmer(other.Id) + Routes.Leave, new { })).Problem(HttpStatusCode.Forbidden, ErrorCode.Forbidden);
        Assert.Equal("awaiting_funding", (string?)(await other.ShowAsync())["status"]);
    }
}
