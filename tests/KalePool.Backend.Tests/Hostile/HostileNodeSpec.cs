using System.Net;
using System.Text.Json.Nodes;
using KalePool.Backend.Ops.Alerts;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.DependencyInjection;

namespace KalePool.Backend.Tests.Hostile;

/// <summary>An RPC server that tells of rewards which were never paid, in whose share a pooler would have a part.</summary>
public sealed class HostileNodeSpec : IAsyncLifetime
{
    const decimal Share = 0.05m;
    const int Times = 1_000;

    readonly BackendHost _host = new();
    readonly KeyPair _pooler = KeyPair.Random();
    readonly KeyPair _payout = KeyPair.Random();
    LyingNode _liar = null!;

    string Truth => _host.Devnet.ClientSettings.Single(s => s.Name == "RPC_URL").Value;

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        foreach (var wallet in new[] { _pooler, _payout })
        {
            await _host.CreateAccountAsync(wallet.Address, 100_000_000);
            await _host.TrustKaleAsync(wallet);
        }
        _liar = await LyingNode.StartAsync(Truth);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _liar.DisposeAsync();
    }

    /// <summary>A thousand times what a harvest returned.</summary>
    static void Exaggerate(string method, JsonObject result)
    {
        if (method != "getTransaction" || (string?)result["status"] != "SUCCESS") return;
        if (XdrCodec.FromBase64<TransactionMeta>((string)result["resultMetaXdr"]!) is not TransactionMeta.V4 { Value: { SorobanMeta: { ReturnValue: SCVal.I128 { Value: var reward } } soroban } v4 }) return;
        TransactionMeta forged = new TransactionMeta.V4(v4 with { SorobanMeta = soroban with { ReturnValue = SCVals.I128(reward.ToInt128() * Times) } });
        result["resultMetaXdr"] = forged.ToBase64();
    }

    async Task<(TestPool Pool, TestFarmer Farmer, uint Block)> WorkedAsync()
    {
        var pool = await TestPool.MakeAsync(_host, 1, Share, _pooler.Address);
        var farmer = await pool.JoinAsync(_payout.Address);
        var block = await pool.PlantAndWorkAsync(farmer);
        await pool.OpenAfterAsync(block);
        return (pool, farmer, block);
    }

    async Task<IReadOnlyList<Alert>> AlertsAsync()
    {
        await _host.Services.GetRequiredService<AlertWatch>().LookAsync(CancellationToken.None);
        return _host.Services.GetRequiredService<AlertBoard>().Standing;
    }

    /// <summary>What his pooler is owed, and how many of his harvests are known.</summary>
    async Task<(long Share, int Harvests)> BookedAsync(TestFarmer farmer)
    {
        await _host.ProjectedAsync();
        var harvests = (await farmer.Client.GetAsync(Routes.Farmer(farmer.Id) + Routes.Harvests)).With(HttpStatusCode.OK);
        return ((long)(await farmer.ShowAsync())["owed_share"], harvests["harvests"].AsArray().Count);
    }

    long KaleOf(string wallet) => _host.Devnet.Chain.View.State.FindTrustline(Addresses.Account(wallet), _host.Devnet.Chain.Deployment.Asset)?.Balance ?? 0;

    [Fact]
    public async Task A_reward_that_the_other_server_does_not_confirm_is_not_booked()
    {
        await _host.StartAsync(("RPC_URL", $"{_liar.Url},{Truth}"));
        var (pool, farmer, block) = await WorkedAsync();
        _liar.Lie = Exaggerate;
        var harvest = pool.HarvestAsync(block, farmer.Id);
        for (var most = 10; most > 0 && KaleOf(farmer.Wallet) == 0; most--) await _host.CloseNextLedgerAsync();
        var reward = KaleOf(farmer.Wallet);
        Assert.True(reward > 0);
        for (var i = 0; i < 3; i++) await _host.CloseLedgerAsync();
        await Poll.UntilAsync(async () => (await AlertsAsync()).Any(a => a.Code == AlertCode.NodesDisagree), "the alert");
        Assert.Equal((0L, 0), await BookedAsync(farmer));

        // It has only to say the truth, or to leave RPC_URL.
        _liar.Lie = null;
        await _host.CloseLedgersUntilAsync(harvest);
        Assert.Equal(((long)decimal.Floor(reward * Share), 1), await BookedAsync(farmer));
        Assert.DoesNotContain(await AlertsAsync(), a => a.Code == AlertCode.NodesDisagree);
    }

    /// <summary>One server alone is believed; what it says then must fit what it says of the balance, before anything is paid.</summary>
    [Fact]
    public async Task A_reward_that_the_balance_does_not_show_is_not_paid_out()
    {
        await _host.StartAsync(("RPC_URL", _liar.Url));
        var (pool, farmer, block) = await WorkedAsync();
        _liar.Lie = Exaggerate;
        var harvested = (await _host.CloseLedgersUntilAsync(pool.HarvestAsync(block, farmer.Id))).With(HttpStatusCode.OK);
        var reward = KaleOf(farmer.Wallet);
        Assert.Equal(reward * Times, (long)harvested["total_rewards"]);

        // Whatever makes somebody look at the wallet: here he wants to be paid.
        var threshold = 0;
        await UntilAsync(async () =>
        {
            (await farmer.Client.PatchAsync(Routes.Farmer(farmer.Id), new { payout_threshold = ++threshold })).With(HttpStatusCode.OK);
            return (await AlertsAsync()).Any(a => a.Code == AlertCode.LossUnexplained && a.Subject == farmer.Id.ToString("D"));
        });
        (await farmer.Client.PostAsync(Routes.Farmer(farmer.Id) + Routes.Leave, new { })).With(HttpStatusCode.Accepted);
        await UntilAsync(async () => (await farmer.ShowAsync()).Json!["leaving_problem"] is not null);
        Assert.Equal(ErrorCode.UnknownOutcome, (string?)(await farmer.ShowAsync())["leaving_problem"]["error"]);
        Assert.Equal((0L, 0L, reward), (KaleOf(_pooler.Address), KaleOf(_payout.Address), KaleOf(farmer.Wallet)));

        // Even an operator who accepts what is missing does not pay a share of it.
        _liar.Lie = null;
        (await TestPool.Admin(_host).PostAsync(Routes.AdminFarmers + $"/{farmer.Id:D}" + Routes.AcceptLoss, new { loss = reward * (Times - 1), reason = "never paid" })).With(HttpStatusCode.OK);
        await UntilAsync(() => Task.FromResult(KaleOf(_payout.Address) > 0));
        var share = KaleOf(_pooler.Address);
        Assert.InRange(share, reward * Share, reward * Share + 1);
        Assert.Equal((reward - share, 0L), (KaleOf(_payout.Address), KaleOf(farmer.Wallet)));
        Assert.DoesNotContain(await AlertsAsync(), a => a.Code == AlertCode.LossUnexplained);
    }

    async Task UntilAsync(Func<Task<bool>> done)
    {
        for (var most = 40; most > 0; most--)
        {
            if (await done()) return;
            await _host.CloseNextLedgerAsync();
        }
        Assert.Fail("it did not come");
    }
}
