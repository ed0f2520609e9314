using Dapper;
using KalePool.Backend.Custody;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Errors;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.DependencyInjection;

namespace KalePool.Backend.Tests.Api;

/// <summary>A pail that is gone without an act of the journal's: who took it is found on the chain, and counted once.</summary>
public sealed class StrangersHarvestSpec : IAsyncLifetime
{
    const decimal Share = 0.05m;

    BackendHost _host = new();
    readonly KeyPair _stranger = KeyPair.Random();
    TestPool _pool = null!;
    TestFarmer _farmer = null!;
    KeyPair _wallet = null!;
    uint _block;

    Devnet.Chain Chain => _host.Devnet.Chain;

    SCAddress Owner => KaleAddresses.Parse(_farmer.Wallet);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _host.DisposeAsync();

    /// <summary>A worked pail with a stake; the backend stops, the block is over.</summary>
    async Task StopWithWorkedPailAsync()
    {
        await _host.InitializeAsync();
        var pooler = KeyPair.Random();
        await _host.CreateAccountAsync(pooler.Address, 100_000_000);
        await _host.TrustKaleAsync(pooler);
        await _host.CreateAccountAsync(_stranger.Address, 100_000_000_000);
        var pool = _pool = await TestPool.MakeAsync(_host, 1, Share, pooler.Address);
        _farmer = await pool.JoinAsync();
        await _host.PayKaleAsync(Chain.Keys.Issuer, _farmer.Wallet, 5_000);
        _wallet = await _host.Services.GetRequiredService<WalletKeys>().OpenAsync(_farmer.Id, CancellationToken.None);
        await _host.ReachAsync(_host.Watch.Latest!.FarmIndex + 1);
        _block = _host.PlantIndex;
        Assert.Equal(2_500, (long)(await pool.PlantAsync(_block))["summary"]["total_staked"]!);
        await _host.CloseLedgerAsync();
        await pool.WorkAsync(_block, _farmer);
        await _host.StopAsync();
        PassBlock();
    }

    void PassBlock()
    {
        for (var i = 0; i < BackendHost.BlockSeconds / BackendHost.LedgerSeconds; i++) _host.CloseLedgerUnseen();
    }

    void Call(KeyPair signer, InvokeHostFunctionOp operation, SorobanResources resources)
    {
        var account = Chain.View.State.FindAccount(Addresses.Account(signer.PublicKey))!;
        var call = TransactionFactory.Soroban(
            Addresses.Source(signer.PublicKey), account.SeqNum + 1, Bounds.None, Operations.Invoke(operation), KaleFootprints.TransactionData(resources, 5_000_000), 200);
        var answer = Chain.Submit(call.Sign(Chain.Network, signer));
        Assert.Equal(QueueStatus.Pending, answer.Status);
        _host.CloseLedgerUnseen();
        Assert.True(Chain.View.History.Transactions[answer.Hash].Succeeded, Chain.View.History.Transactions[answer.Hash].ToString());
    }

    void Plant(KeyPair signer, uint block)
    {
        var farmer = KaleAddresses.Account(signer.PublicKey);
        Call(signer, KaleInvocations.Operation(Chain.Deployment, new KaleCall.Plant(farmer, 0)), KaleFootprints.Plant(Chain.Deployment, farmer, block, 0));
    }

    void Work(uint block)
    {
        var entropy = KaleCodec.DecodeBlock(Chain.View.State.Find(KaleKeys.Block(Chain.Deployment.ContractId, block))!.Entry.Data).Entropy;
        var call = new KaleCall.Work(Owner, ProofOfWork.Hash(block, 1, entropy, Owner), 1);
        Call(_stranger, KaleInvocations.Operation(Chain.Deployment, call), KaleFootprints.Work(Chain.Deployment, Owner, block));
    }

    void Harvest(KeyPair signer) =>
        Call(signer, KaleInvocations.Operation(Chain.Deployment, new KaleCall.Harvest(Owner, _block)), KaleFootprints.Harvest(Chain.Deployment, Owner, _block));

    /// <summary>Two of his pails in one transaction, of which the journal knows one.</summary>
    void HarvestTwoByRouter()
    {
        Plant(_wallet, _block + 1);
        Work(_block + 1);
        PassBlock();
        Plant(_stranger, _block + 2);
        var router = RouterDeployment.Read(Chain.View.State.Find(KaleKeys.Instance(Chain.RouterId))!.Entry.Data);
        KaleCall[] calls = [new KaleCall.Harvest(Owner, _block + 1), new KaleCall.Harvest(Owner, _block)];
        Call(
            _stranger, RouterInvocations.Operation(router, Chain.Deployment, KaleAddresses.Account(_stranger.PublicKey), calls),
            RouterFootprints.Harvests(Chain.Deployment, router, [(Owner, _block + 1), (Owner, _block)]));
    }

    async Task<T> UntilJournaledAsync<T>() where T : FarmerEvent
    {
        for (var most = 40; most > 0; most--)
        {
            if ((await _host.EventsOfAsync<T>()).LastOrDefault(e => e.FarmerId == _farmer.Id) is { } found) return found;
            await _host.CloseLedgerAsync();
        }
        throw new InvalidOperationException($"no {typeof(T).Name}");
    }

    Task<IEnumerable<T>> RowsAsync<T>(string sql) => QueryAsync<T>(sql, new { _farmer.Wallet });

    async Task<IEnumerable<T>> QueryAsync<T>(string sql, object values)
    {
        await using var connection = await _host.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None);
        return await connection.QueryAsync<T>(sql, values);
    }

    [Theory]
    [InlineData("stranger", HarvestSource.Other)]
    [InlineData("router", HarvestSource.Other)]
    [InlineData("wallet", HarvestSource.Pool)]
    public async Task What_others_harvested_is_booked_with_its_share(string by, string source)
    {
        await StopWithWorkedPailAsync();
        if (by == "router")
        {
            HarvestTwoByRouter();
        }
        else
        {
            Plant(_stranger, _block + 1);
            Harvest(by == "wallet" ? _wallet : _stranger);
        }
        var hash = Chain.View.History.Transactions.Values.MaxBy(t => t.Ledger)!.Hash.ToHex();
        await _host.StartAsync();
        var found = await UntilJournaledAsync<HarvestSettled>();
        Assert.Equal((ActResult.Success, source, hash, 2_500L, _block), (found.Result, found.Source, found.TransactionHash, found.StakeStroops, found.Block));
        Assert.True(found.RewardStroops > 0);
        Assert.Equal((long)decimal.Floor(found.RewardStroops * Share), found.ShareStroops);
        Assert.Equal(by == "wallet", found.FeeStroops > 0);
        await _host.CloseLedgerAsync();
        await _host.ProjectedAsync();
        Assert.Equal([source], await RowsAsync<string>("SELECT source FROM harvests WHERE custodial_wallet = @Wallet AND status = 'success'"));
        // Everything is told of by an event but what the journal does not know: here the other pail.
        var booked = Assert.Single(await RowsAsync<long>("SELECT current_balance FROM farmers WHERE custodial_public_key = @Wallet"));
        var held = Chain.View.State.FindTrustline(Addresses.Account(_farmer.Wallet), Chain.Deployment.Asset)!.Balance;
        if (by != "router") Assert.Equal(held, booked);
        else Assert.InRange(held - booked, 0, found.RewardStroops * 3);
        Assert.Equal(found.ShareStroops, (long)(await _farmer.ShowAsync())["owed_share"]);
    }

    [Fact]
    public async Task A_paused_farm_gets_no_stakes_and_gives_back_those_it_has()
    {
        await StopWithWorkedPailAsync();
        Plant(_stranger, _block + 1);
        var farm = new LedgerFootprint([KaleKeys.Code(Chain.Deployment.CodeHash)], [KaleKeys.Instance(Chain.Deployment.ContractId)]);
        var resources = new SorobanResources(farm, KaleFootprints.Instructions, 0, KaleFootprints.WorkWriteBytes);
        Call(Chain.Keys.Homesteader, KaleInvocations.Operation(Chain.Deployment, new KaleCall.Pause()), resources);
        await _host.StartAsync();
        Assert.Equal((ActResult.Success, null), (await UntilJournaledAsync<HarvestSettled>()) is var h ? (h.Result, h.Source) : default);
        await _host.ReachAsync(_block + 2);
        var refused = await _pool.PlantAsync(_block + 2);
        Assert.Equal((ErrorCode.FarmPaused, Attribution.Network), ((string?)refused["failed_plants"][0]!["error"], (string?)refused["failed_plants"][0]!["attributed_to"]));
        Call(Chain.Keys.Homesteader, KaleInvocations.Operation(Chain.Deployment, new KaleCall.Unpause()), resources);
        await _host.CloseLedgerAsync();
        Plant(_stranger, _block + 2);
        await _host.ReachAsync(_block + 3);
        Assert.Equal(1, (int)(await _pool.PlantAsync(_block + 3))["summary"]["successful_plants"]!);
    }

    [Fact]
    public async Task What_nobody_harvested_in_its_time_has_expired()
    {
        _host = new BackendHost { ChainChanges = s => s with { MinTemporaryTtl = 40 } };
        await StopWithWorkedPailAsync();
        for (var i = 0; i < 40; i++) _host.CloseLedgerUnseen();
        Plant(_stranger, _block + 1);
        await _host.StartAsync();
        Assert.Equal((ErrorCode.Expired, Attribution.Network), (await UntilJournaledAsync<HarvestRefused>()) is { Failure: var f } ? (f.Code, f.AttributedTo) : default);
    }

    [Fact]
    public async Task What_the_node_has_forgotten_is_an_operators()
    {
        _host = new BackendHost { ChainChanges = s => s with { MinTemporaryTtl = 40, RetentionLedgers = 20 } };
        await StopWithWorkedPailAsync();
        for (var i = 0; i < 40; i++) _host.CloseLedgerUnseen();
        Plant(_stranger, _block + 1);
        await _host.StartAsync();
        Assert.Equal(ErrorCode.UnknownOutcome, (await UntilJournaledAsync<HarvestRefused>()).Failure.Code);
    }
}
