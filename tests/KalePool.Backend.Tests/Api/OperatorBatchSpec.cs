using System.Net;
using KalePool.Backend.Custody;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Devnet.Ledger;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.DependencyInjection;

namespace KalePool.Backend.Tests.Api;

/// <summary>Blocks of several poolers at once over the operator's accounts. On devnet, with the router; nobody but the backend works.</summary>
public sealed class OperatorBatchSpec : IAsyncLifetime
{
    const long OperatorXlm = 1_000 * 10_000_000L;

    readonly BackendHost _host = new();
    readonly KeyPair _operator = KeyPair.Random();

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.CreateAccountAsync(_operator.Address, OperatorXlm);
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Several_poolers_blocks_are_rescued_and_harvested_in_batches_to_the_stroop()
    {
        await StartAsync(channels: 2);
        await UntilAsync(() => Enumerable.Range(1, 2).All(n => AccountOf(OperatorKeys.Channel(_operator, n)) is not null), "the channels");
        var pools = new[] { await TestPool.MakeAsync(_host), await TestPool.MakeAsync(_host), await TestPool.MakeAsync(_host) };
        var farmers = await JoinAsync(pools, 3);
        var first = await PlantAsync(pools, farmers.Count);
        await RescuedAsync(first, farmers);
        var second = await PlantAsync(pools, farmers.Count);
        await HarvestedAsync(pools, first, farmers);
        await RescuedAsync(second, farmers);
        await PlantAsync(pools, farmers.Count);
        await HarvestedAsync(pools, second, farmers);

        var harvests = (await _host.EventsOfAsync<HarvestSettled>()).ToList();
        Assert.Equal(2 * farmers.Count, harvests.Count);
        Assert.All(harvests, h => Assert.Equal((ActResult.Success, true, 0L), (h.Result, h.Batch is not null, h.FeeStroops)));
        Assert.Contains(harvests, h => h is { Block: var block, RewardStroops: > 0 } && block == second);
        Assert.Empty(await _host.EventsOfAsync<HarvestSubmitted>());
        // A rescue may miss its ledgers where the machine is slow, and goes from the wallets then.
        Assert.All(await _host.EventsOfAsync<AccountBatchSettled>(), b => Assert.True(b.Result == ActResult.Success || b is { Kind: BatchKind.Rescue, Result: ActResult.NotHappened }, b.ToString()));
        var submitted = await _host.EventsOfAsync<AccountBatchSubmitted>();
        Assert.Contains(submitted, b => b.Kind == BatchKind.Rescue);
        Assert.Single(submitted, b => b.Kind == BatchKind.Funding);
        Assert.InRange(submitted.Count(b => b.Kind == BatchKind.Harvest), 2, 2 * pools.Length);
        Assert.Empty(await _host.EventsOfAsync<BalanceCorrected>());
        AssertBooks(harvests, await _host.EventsOfAsync<PlantSettled>(), farmers);
        Assert.NotNull(await _host.Services.GetRequiredService<JournalPages>().StateAsync($"account-{AccountIds.Channel(1)}", long.MaxValue, CancellationToken.None));
        await _host.ProjectedAsync();
    }

    [Fact]
    public async Task Who_fails_in_a_batch_is_looked_after_alone_and_the_others_are_harvested()
    {
        await StartAsync(channels: 0);
        var pool = await TestPool.MakeAsync(_host);
        var farmers = await JoinAsync([pool], 3);
        var block = await PlantAsync([pool], farmers.Count);
        await RescuedAsync(block, farmers);
        await PlantAsync([pool], farmers.Count);
        var asked = pool.HarvestAsync(block, [.. farmers.Select(f => f.Id)]);
        await Poll.UntilAsync(async () => (await _host.EventsOfAsync<AccountBatchSubmitted>()).Any(b => b.Kind == BatchKind.Harvest), "the batch");
        await Poll.UntilAsync(() => _host.Devnet.Chain.Waiting == 1, "the batch in the queue");
        await HarvestByStrangerAsync(block, farmers[1]);
        (await CloseUntilAsync(asked)).With(HttpStatusCode.OK);

        var batch = (await _host.EventsOfAsync<AccountBatchSettled>()).Single(b => b.Kind == BatchKind.Harvest);
        Assert.Equal(2, batch.Outcomes.Count(o => o.Success));
        Assert.Contains("PailMissing", batch.Outcomes.Single(o => !o.Success).Error, StringComparison.Ordinal);
        var harvests = await _host.EventsOfAsync<HarvestSettled>();
        Assert.Equal(farmers.Where((_, i) => i != 1).Select(f => f.Id).Order(), harvests.Where(h => h.Batch is not null).Select(h => h.FarmerId).Order());
        var strangers = Assert.Single(harvests, h => h.Batch is null);
        Assert.Equal((farmers[1].Id, HarvestSource.Other), (strangers.FarmerId, strangers.Source));
        AssertBooks(harvests, await _host.EventsOfAsync<PlantSettled>(), farmers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backend_that_is_restarted_between_submission_and_delivery_records_every_harvest_once(bool landedMeanwhile)
    {
        await StartAsync(channels: 1);
        await UntilAsync(() => AccountOf(OperatorKeys.Channel(_operator, 1)) is not null, "the channel");
        var pool = await TestPool.MakeAsync(_host);
        var farmers = await JoinAsync([pool], 3);
        var block = await PlantAsync([pool], farmers.Count);
        await RescuedAsync(block, farmers);
        await PlantAsync([pool], farmers.Count);
        _ = pool.HarvestAsync(block, [.. farmers.Select(f => f.Id)]);
        await Poll.UntilAsync(() => _host.Devnet.Chain.Waiting == 1, "the batch in the queue");
        await _host.StopAsync();
        if (landedMeanwhile) _host.CloseLedgerUnseen();
        // Fewer accounts than before: what the others have open is theirs to bring to its end.
        await _host.StartAsync(("OPERATOR_SECRET_KEY", _operator.Secret), ("ROUTER_CONTRACT_ID", RouterId));
        await HarvestedAsync([pool], block, farmers);

        Assert.Single(await _host.EventsOfAsync<AccountBatchSubmitted>(), b => b.Kind == BatchKind.Harvest);
        var harvests = await _host.EventsOfAsync<HarvestSettled>();
        Assert.Equal(farmers.Select(f => f.Id).Order(), harvests.Select(h => h.FarmerId).Order());
        await Poll.UntilAsync(async () => (await _host.EventsOfAsync<AccountBatchDelivered>()).Any(), "the delivery");
        AssertBooks(harvests, await _host.EventsOfAsync<PlantSettled>(), farmers);
    }

    [Fact]
    public async Task The_operator_pays_the_fees_of_plants_and_exits_and_without_him_the_wallets_do()
    {
        await StartAsync(channels: 0);
        var pool = await TestPool.MakeAsync(_host);
        var payout = KeyPair.Random();
        await _host.CreateAccountAsync(payout.Address, 100_000_000);
        await _host.TrustKaleAsync(payout);
        var farmer = await pool.JoinAsync(payout.Address);
        var before = AccountOf(farmer)!.Balance;
        var block = await PlantAsync([pool], 1);
        var planted = (await _host.EventsOfAsync<PlantSettled>()).Single();
        Assert.Equal((0L, before), (planted.FeeStroops, AccountOf(farmer)!.Balance));
        Assert.InRange(planted.OperatorFeeStroops, 20_000, 60_000);
        await RescuedAsync(block, [farmer]);
        await PlantAsync([pool], 1);
        await HarvestedAsync([pool], block, [farmer]);
        await RescuedAsync(block + 1, [farmer]);

        // The operator's account is emptied: the next plant's fee bump is refused, or not even made.
        var left = AccountOf(_operator)!.Balance;
        await _host.DoAsync(_operator, Operations.Payment(Addresses.Source(_host.Devnet.Chain.Keys.Friendbot.Address), new Asset.Native(), left - 10_500_000));
        await PlantAsync([pool], 1);
        var last = (await _host.EventsOfAsync<PlantSettled>())[^1];
        Assert.Equal((ActResult.Success, 0L), (last.Result, last.OperatorFeeStroops));
        Assert.InRange(last.FeeStroops, 20_000, 60_000);
        await HarvestedAsync([pool], block + 1, [farmer]);
        Assert.Null((await _host.EventsOfAsync<HarvestSettled>())[^1].Batch);

        await _host.PayAsync(_operator.Address, OperatorXlm);
        (await farmer.Client.PostAsync(Contracts.Routes.Farmer(farmer.Id) + Contracts.Routes.Leave, new { })).With(HttpStatusCode.Accepted);
        await RescuedAsync(block + 2, [farmer]);
        await _host.ReachAsync(block + 3);
        var other = await pool.JoinAsync();
        await PlantAsync([pool], 1);
        await UntilAsync(() => AccountOf(farmer) is null, "the exit");
        await Poll.UntilAsync(async () => (await _host.EventsOfAsync<ExitSettled>()).Any(), "the exit's settlement");
        var exit = (await _host.EventsOfAsync<ExitSettled>()).Single();
        Assert.Equal((ActResult.Success, 0L), (exit.Result, exit.FeeStroops));
        Assert.InRange(exit.OperatorFeeStroops, 300, 10_000);
        Assert.Equal(100_000_000 + exit.XlmStroops - 100, AccountOf(payout)!.Balance);
        Assert.NotNull(AccountOf(other));
    }

    string RouterId => StrKey.Encode(StrKeyKind.Contract, _host.Devnet.Chain.RouterId.Span);

    Task StartAsync(int channels) => _host.StartAsync(("OPERATOR_SECRET_KEY", _operator.Secret), ("OPERATOR_CHANNELS", $"{channels}"), ("ROUTER_CONTRACT_ID", RouterId));

    static async Task<List<TestFarmer>> JoinAsync(TestPool[] pools, int each)
    {
        var farmers = new List<TestFarmer>();
        foreach (var pool in pools)
        {
            for (var i = 0; i < each; i++) farmers.Add(await pool.JoinAsync());
        }
        return farmers;
    }

    /// <summary>In the next block that can be opened. It is short: all are planted in its first ledger.</summary>
    async Task<uint> PlantAsync(TestPool[] pools, int farmers)
    {
        await _host.ReachAsync(_host.Watch.Latest!.FarmIndex + 1);
        var block = _host.PlantIndex;
        var answers = await CloseUntilAsync(Task.WhenAll(pools.Select(p => p.Client.PostAsync(Contracts.Routes.PlantRequest, p.PlantRequest(block)))), farmers);
        Assert.All(answers, a => Assert.Equal(0, (int)a.With(HttpStatusCode.OK)["summary"]!["failed_plants"]!));
        return block;
    }

    async Task HarvestedAsync(TestPool[] pools, uint block, List<TestFarmer> farmers)
    {
        var answers = await CloseUntilAsync(Task.WhenAll(pools.Select(p => p.HarvestAsync(block))));
        Assert.Equal(farmers.Count, answers.Sum(a => a.With(HttpStatusCode.OK)["harvest_results"]!.AsArray().Count));
    }

    Task RescuedAsync(uint block, List<TestFarmer> farmers) => UntilAsync(() => farmers.TrueForAll(f => PailOf(block, f) is { IsWorked: true }), "the rescues");

    async Task UntilAsync(Func<bool> done, string what)
    {
        for (var most = 60; most > 0 && !done(); most--) await CloseWhenWaitingAsync(() => done());
        Assert.True(done(), what);
    }

    async Task<T> CloseUntilAsync<T>(Task<T> awaited, int least = 1)
    {
        for (var most = 60; most > 0 && !awaited.IsCompleted; most--) await CloseWhenWaitingAsync(() => awaited.IsCompleted, least);
        return await awaited.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    /// <summary>The chain's time does not run away from a backend that is at work: a ledger closes when so much waits for it, or when nothing more comes.</summary>
    async Task CloseWhenWaitingAsync(Func<bool> done, int least = 1)
    {
        for (var looks = 0; looks < 20 * least && !done() && _host.Devnet.Chain.Waiting < least; looks++) await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        if (!done()) await _host.CloseLedgerAsync();
    }

    async Task HarvestByStrangerAsync(uint block, TestFarmer farmer)
    {
        var chain = _host.Devnet.Chain;
        var stranger = chain.Keys.Friendbot;
        var owner = KaleAddresses.Parse(farmer.Wallet);
        var account = chain.View.State.FindAccount(Addresses.Account(stranger.PublicKey))!;
        var harvest = TransactionFactory.Soroban(
            Addresses.Source(stranger.PublicKey), account.SeqNum + 1, Bounds.None, Operations.Invoke(KaleInvocations.Operation(chain.Deployment, new KaleCall.Harvest(owner, block))),
            KaleFootprints.TransactionData(KaleFootprints.Harvest(chain.Deployment, owner, block), 500_000), 1_000_000);
        var first = TransactionHash.Of(harvest, chain.Network);
        chain.Order = hash => hash == first ? 0UL : 1UL;
        await _host.ApplyAsync(harvest, stranger);
        chain.Order = null;
    }

    AccountEntry? AccountOf(KeyPair key) => _host.Devnet.Chain.View.State.FindAccount(Addresses.Account(key.PublicKey));

    AccountEntry? AccountOf(TestFarmer farmer) => _host.Devnet.Chain.View.State.FindAccount(Addresses.Account(farmer.Wallet));

    KalePail? PailOf(uint block, TestFarmer farmer)
    {
        var chain = _host.Devnet.Chain;
        return chain.View.State.Find(KaleKeys.Pail(chain.Deployment.ContractId, KaleAddresses.Parse(farmer.Wallet), block)) is { } entry ? KaleCodec.DecodePail(entry.Entry.Data) : null;
    }

    /// <summary>What the journal says moved is what each wallet has.</summary>
    void AssertBooks(IEnumerable<HarvestSettled> harvests, IEnumerable<PlantSettled> plants, List<TestFarmer> farmers)
    {
        var chain = _host.Devnet.Chain;
        foreach (var farmer in farmers)
        {
            var line = KaleKeys.TrustLine(Addresses.Account(farmer.Wallet), chain.Deployment.TrustLineAsset);
            var held = ((LedgerEntryData.Trustline)chain.View.State.Find(line)!.Entry.Data).Value.Balance;
            Assert.Equal(held, harvests.Where(h => h.FarmerId == farmer.Id).Sum(h => h.RewardStroops + h.StakeStroops) - plants.Where(p => p.FarmerId == farmer.Id).Sum(p => p.StakeStroops));
        }
    }
}
