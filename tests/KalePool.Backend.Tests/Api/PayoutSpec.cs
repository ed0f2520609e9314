using System.Net;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;

namespace KalePool.Backend.Tests.Api;

/// <summary>Whom a reward goes to: the pooler's share, payouts above a threshold, and the exit, on a devnet.</summary>
[Collection(ApiCollection.Name)]
public sealed class PayoutSpec(BackendHost host)
{
    const decimal Share = 0.05m;

    long KaleOf(string wallet) => host.Devnet.Chain.View.State.FindTrustline(Addresses.Account(wallet), host.Devnet.Chain.Deployment.Asset)?.Balance ?? 0;

    async Task<KeyPair> WalletAsync(bool withTrustline)
    {
        var wallet = KeyPair.Random();
        await host.CreateAccountAsync(wallet.Address, 100_000_000);
        if (withTrustline) await host.TrustKaleAsync(wallet);
        return wallet;
    }

    /// <summary>Asks for payouts at ever other thresholds, for each is looked at at once.</summary>
    /// <param name="above">Where what is left after a payout must not be above it again.</param>
    async Task<Answer> PatchUntilAsync(TestFarmer farmer, Func<Answer, bool> isSo, long above = 0)
    {
        for (var threshold = above + 1; threshold < above + 60; threshold++)
        {
            (await farmer.Client.PatchAsync(Routes.Farmer(farmer.Id), new { payout_threshold = threshold })).With(HttpStatusCode.OK);
            await host.CloseLedgerAsync();
            await host.CloseLedgerAsync();
            var shown = (await farmer.ShowAsync()).With(HttpStatusCode.OK);
            if (isSo(shown)) return shown;
        }
        throw new InvalidOperationException((await farmer.ShowAsync()).Text);
    }

    /// <summary>Plants, works and harvests one block for him.</summary>
    async Task<long> HarvestOneAsync(TestPool pool, TestFarmer farmer)
    {
        var block = await pool.PlantAndWorkAsync(farmer);
        await pool.OpenAfterAsync(block);
        var harvested = (await host.CloseLedgersUntilAsync(pool.HarvestAsync(block, farmer.Id))).With(HttpStatusCode.OK);
        return (long)harvested["total_rewards"];
    }

    [Fact]
    public async Task A_share_needs_a_trustline_to_go_to()
    {
        var bare = await WalletAsync(withTrustline: false);
        (await TestPool.Admin(host).PostAsync(Routes.AdminPoolers, new { name = "a pool", public_key = bare.Address, reward_share = Share, max_farmers = 1 }))
            .Problem(HttpStatusCode.Conflict, ErrorCode.NoTrustline);
        await host.TrustKaleAsync(bare);
        await TestPool.MakeAsync(host, 1, Share, bare.Address);
    }

    [Fact]
    public async Task The_pooler_gets_his_share_with_a_payout_and_nothing_is_left_at_the_exit()
    {
        var (pooler, payout) = (await WalletAsync(withTrustline: true), await WalletAsync(withTrustline: false));
        var pool = await TestPool.MakeAsync(host, 1, Share, pooler.Address);
        var farmer = await pool.JoinAsync(payout.Address);
        var reward = await HarvestOneAsync(pool, farmer);
        var share = (long)decimal.Floor(reward * Share);
        Assert.True(share > 0);
        var shown = await farmer.ShowAsync();
        Assert.Equal((share, reward), ((long)shown["owed_share"], (long)shown["current_balance"]));

        // The payout wallet cannot hold KALE yet: he is told, and nothing has moved.
        var mostOfIt = (reward - share) * 3 / 4;
        var told = await PatchUntilAsync(farmer, now => now.Json!["payout_problem"] is not null, mostOfIt);
        Assert.Equal((ErrorCode.PayoutNoTrustline, Attribution.Farmer), ((string?)told["payout_problem"]["error"], (string?)told["payout_problem"]["attributed_to"]));
        Assert.Equal("add_payout_trustline", (string?)told["next_actions"][0]);
        await host.TrustKaleAsync(payout);

        var paid = await PatchUntilAsync(farmer, now => now.Json!["last_payout"] is not null, mostOfIt);
        var kept = (reward - share) / 2;
        Assert.Equal((share, reward - share - kept, kept), (KaleOf(pooler.Address), KaleOf(payout.Address), KaleOf(farmer.Wallet)));
        Assert.Equal((0, reward - share - kept), ((long)paid["owed_share"], (long)paid["last_payout"]["amount"]!));
        Assert.Null(paid.Json!["payout_problem"]);
        var transaction = host.Devnet.Chain.View.History.Transactions.Values.Single(t => t.Hash.ToHex() == (string)paid["last_payout"]["transaction_hash"]!);
        Assert.True(transaction.Succeeded);

        (await farmer.Client.PostAsync(Routes.Farmer(farmer.Id) + Routes.Leave, new { })).With(HttpStatusCode.Accepted);
        await UntilDepartedAsync(farmer);
        Assert.Equal((share, reward - share), (KaleOf(pooler.Address), KaleOf(payout.Address)));
    }

    [Fact]
    public async Task The_share_of_a_pooler_who_cannot_receive_it_falls_to_the_farmer_at_his_exit()
    {
        var (pooler, payout) = (await WalletAsync(withTrustline: true), await WalletAsync(withTrustline: true));
        var pool = await TestPool.MakeAsync(host, 1, Share, pooler.Address);
        var farmer = await pool.JoinAsync(payout.Address);
        var reward = await HarvestOneAsync(pool, farmer);
        await host.RemoveKaleTrustAsync(pooler);
        (await farmer.Client.PostAsync(Routes.Farmer(farmer.Id) + Routes.Leave, new { })).With(HttpStatusCode.Accepted);
        await UntilDepartedAsync(farmer);
        Assert.Equal(reward, KaleOf(payout.Address));
        Assert.Equal(0, (long)(await farmer.ShowAsync())["owed_share"]);
    }

    [Fact]
    public async Task A_threshold_is_stroops_or_none()
    {
        var farmer = await (await TestPool.MakeAsync(host)).RegisterAsync();
        Assert.Equal(500, (long)(await farmer.Client.PatchAsync(Routes.Farmer(farmer.Id), new { payout_threshold = 500 })).With(HttpStatusCode.OK)["payout_threshold"]);
        Assert.Null((await farmer.Client.PatchAsync(Routes.Farmer(farmer.Id), new { payout_threshold = 0, stake_percentage = 0.1 })).With(HttpStatusCode.OK).Json!["payout_threshold"]);
        foreach (var wrong in new object[] { new { payout_threshold = -1 }, new { payout_threshold = 0.5 }, new { payout_threshold = "much" } })
            Assert.StartsWith("payout_threshold", (await farmer.Client.PatchAsync(Routes.Farmer(farmer.Id), wrong)).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
    }

    async Task UntilDepartedAsync(TestFarmer farmer)
    {
        for (var most = 40; most > 0; most--)
        {
            await host.CloseLedgerAsync();
            if ((string?)(await farmer.ShowAsync()).With(HttpStatusCode.OK)["status"] == "departed") return;
        }
        throw new InvalidOperationException((await farmer.ShowAsync()).Text);
    }
}
