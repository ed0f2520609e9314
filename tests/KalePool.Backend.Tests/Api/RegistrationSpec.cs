using System.Net;
using KalePool.Backend.Chain;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Tests.Api;

/// <summary>From a name to a wallet that can plant.</summary>
[Collection(ApiCollection.Name)]
public sealed class RegistrationSpec(BackendHost host)
{
    [Fact]
    public async Task Leads_from_an_unfunded_wallet_to_an_active_farmer()
    {
        var pool = await TestPool.MakeAsync(host);
        var made = (await new PoolClient(host.Http, null).PostAsync(Routes.Farmers, new { pooler_id = pool.Id, payout_wallet = Wallets.Of("payout").Address, stake_percentage = 0.25 })).With(HttpStatusCode.Created);
        Assert.Equal(["custodial_wallet", "farmer_id", "farmer_token", "minimum_xlm", "needs_funding"], made.Json!.AsObject().Select(p => p.Key).Order());
        Assert.True((bool)made["needs_funding"]);
        Assert.Equal(FeePolicy.MinimumXlm, (long)made["minimum_xlm"]);
        var farmer = new TestFarmer(host, (Guid)made["farmer_id"], (string)made["custodial_wallet"]!, (string)made["farmer_token"]!);
        Assert.True(StrKey.IsValid(StrKeyKind.Account, farmer.Wallet));
        Assert.Equal("awaiting_funding", (string?)(await farmer.ShowAsync()).With(HttpStatusCode.OK)["status"]);

        Assert.Contains(farmer.Wallet, (await farmer.ConfirmAsync()).Problem(HttpStatusCode.Conflict, ErrorCode.NotFunded), StringComparison.Ordinal);
        await farmer.FundAsync(FeePolicy.MinimumXlm - 1);
        Assert.StartsWith("0.0000001 XLM", (await farmer.ConfirmAsync()).Problem(HttpStatusCode.Conflict, ErrorCode.InsufficientXlm), StringComparison.Ordinal);
        Assert.Equal("fund_wallet", (string?)(await farmer.ShowAsync())["next_actions"][0]);
        await farmer.FundAsync(1);
        Assert.Equal("confirm_funding", (string?)(await farmer.ShowAsync())["next_actions"][0]);

        var confirmed = (await host.CloseLedgersUntilAsync(farmer.ConfirmAsync())).With(HttpStatusCode.OK);
        Assert.Equal(["custodial_wallet", "status"], confirmed.Json!.AsObject().Select(p => p.Key).Order());
        Assert.Equal(("active", farmer.Wallet), ((string?)confirmed["status"], (string?)confirmed["custodial_wallet"]));
        Assert.Equal(1, farmer.Sent);
        Assert.Equal("active", (string?)(await farmer.ConfirmAsync()).With(HttpStatusCode.OK)["status"]);
        Assert.Equal(1, farmer.Sent);

        var view = (await farmer.ShowAsync()).With(HttpStatusCode.OK);
        Assert.Equal((pool.Id, farmer.Wallet, "active", 0.25m), ((Guid)view["pooler_id"], (string?)view["custodial_wallet"], (string?)view["status"], (decimal)view["stake_percentage"]));
        Assert.Equal((0L, 0L), ((long)view["current_balance"], (long)view["owed_share"]));
        Assert.InRange((long)view["xlm_balance"], FeePolicy.MinimumXlm - FeePolicy.Inclusion, FeePolicy.MinimumXlm - 100);
        Assert.Empty(view["next_actions"].AsArray());
        Assert.Equal(1, (int)await SeatsAsync(pool));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whoever_does_not_wait_is_told_that_it_goes_on(int waitSeconds)
    {
        var farmer = await (await TestPool.MakeAsync(host)).RegisterAsync();
        await farmer.FundAsync(FeePolicy.MinimumXlm);
        var answer = await farmer.ConfirmAsync(waitSeconds).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        Assert.Equal("awaiting_funding", (string?)answer.With(HttpStatusCode.Accepted)["status"]);
        (await host.CloseLedgersUntilAsync(farmer.ConfirmAsync())).With(HttpStatusCode.OK);
        Assert.Equal(1, farmer.Sent);
    }

    [Fact]
    public async Task Seats_are_for_the_active_and_no_more_than_there_are()
    {
        var pool = await TestPool.MakeAsync(host, maxFarmers: 1);
        var (first, second) = (await pool.RegisterAsync(), await pool.RegisterAsync());
        foreach (var farmer in new[] { first, second }) await farmer.FundAsync(FeePolicy.MinimumXlm);
        (await host.CloseLedgersUntilAsync(first.ConfirmAsync())).With(HttpStatusCode.OK);
        (await host.CloseLedgersUntilAsync(second.ConfirmAsync())).Problem(HttpStatusCode.Conflict, ErrorCode.PoolerFull);
        (await new PoolClient(host.Http, null).PostAsync(Routes.Farmers, new { pooler_id = pool.Id, payout_wallet = Wallets.Of("payout").Address }))
            .Problem(HttpStatusCode.Conflict, ErrorCode.PoolerFull);
    }

    [Fact]
    public async Task Payout_wallet_is_neither_the_issuers_nor_one_of_ours()
    {
        var pool = await TestPool.MakeAsync(host);
        var farmer = await pool.RegisterAsync();
        foreach (var wallet in new[] { farmer.Wallet, host.Devnet.Chain.Keys.Issuer.Address })
        {
            var answer = await new PoolClient(host.Http, null).PostAsync(Routes.Farmers, new { pooler_id = pool.Id, payout_wallet = wallet });
            Assert.StartsWith("payout_wallet:", answer.Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Operators_see_their_poolers()
    {
        var pool = await TestPool.MakeAsync(host, maxFarmers: 7);
        await host.ProjectedAsync();
        var shown = (await TestPool.Admin(host).GetAsync(Routes.AdminPoolers)).With(HttpStatusCode.OK)["poolers"].AsArray().Single(p => (Guid)p!["pooler_id"]! == pool.Id)!;
        Assert.Equal(("a pool", 7, true), ((string?)shown["name"], (int)shown["max_farmers"]!, (bool)shown["is_active"]!));
        Assert.DoesNotContain(pool.Key, shown.ToJsonString(), StringComparison.Ordinal);
    }

    async Task<int> SeatsAsync(TestPool pool) => (int)(await TestPool.Admin(host).GetAsync(Routes.AdminPooler(pool.Id))).With(HttpStatusCode.OK)["current_farmers"];
}
