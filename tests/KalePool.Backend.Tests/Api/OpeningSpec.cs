using System.Diagnostics.CodeAnalysis;
using Dapper;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Errors;
using KalePool.Devnet.Ledger;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace KalePool.Backend.Tests.Api;

/// <summary>A farm on which nobody else plants: what waits for the next block is harvested all the same, and what must wait longer does not end. On devnet.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "xunit ends it by DisposeAsync of its own interface.")]
public sealed class OpeningSpec : IAsyncLifetime
{
    /// <summary>In ledgers: five blocks.</summary>
    const uint Life = 30;

    readonly BackendHost _host = new() { ChainChanges = s => s with { MinTemporaryTtl = Life } };
    TestPool _pool = null!;
    TestFarmer[] _farmers = [];

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        _pool = await TestPool.MakeAsync(_host);
        _farmers = [await _pool.JoinAsync(), await _pool.JoinAsync()];
        foreach (var farmer in _farmers) await _host.PayKaleAsync(_host.Devnet.Chain.Keys.Issuer, farmer.Wallet, 1_000);
        await _host.ReachAsync(_host.Watch.Latest!.FarmIndex + 1);
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    StoredEntry? Entry(Stellar.Xdr.LedgerKey key) => _host.Devnet.Chain.View.State.Find(key);

    Stellar.Xdr.LedgerKey PailOf(TestFarmer farmer, uint block) => KaleKeys.Pail(_host.Devnet.Chain.Deployment.ContractId, KaleAddresses.Parse(farmer.Wallet), block);

    /// <summary>The pooler plants and works one block, and is not heard of again.</summary>
    async Task<uint> OneBlockAsync()
    {
        var block = _host.PlantIndex;
        await _pool.PlantAsync(block);
        foreach (var farmer in _farmers) await _pool.WorkAsync(block, farmer);
        return block;
    }

    /// <summary>Nobody but the backend does it.</summary>
    async Task OpenedAsync(uint block)
    {
        await _host.ReachAsync(block);
        for (var most = 20; most > 0 && _host.Watch.Latest!.FarmIndex < block; most--) await _host.CloseNextLedgerAsync();
        Assert.Equal(block, _host.Watch.Latest!.FarmIndex);
    }

    async Task<IReadOnlyList<HarvestSettled>> HarvestedAsync(uint block)
    {
        for (var most = 60; most > 0; most--)
        {
            var harvests = (await _host.EventsOfAsync<HarvestSettled>()).Where(h => h.Block == block && h.Result == ActResult.Success).ToList();
            if (harvests.Count == _farmers.Length) return harvests;
            await _host.CloseNextLedgerAsync();
        }
        throw new InvalidOperationException($"block {block} is not harvested");
    }

    async Task AssertBooksAgreeAsync()
    {
        await _host.ProjectedAsync();
        await using var connection = await _host.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None);
        foreach (var farmer in _farmers)
        {
            var held = _host.Devnet.Chain.View.State.FindTrustline(Addresses.Account(farmer.Wallet), _host.Devnet.Chain.Deployment.Asset)!.Balance;
            Assert.Equal(held, await connection.ExecuteScalarAsync<long>("SELECT current_balance FROM farmers WHERE custodial_public_key = @Wallet", new { farmer.Wallet }));
        }
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM pooler_compensations"));
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM plantings WHERE status NOT IN ('success', 'opened')"));
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM harvests WHERE error_code IS NOT NULL"));
    }

    [Fact]
    public async Task A_pooler_that_is_silent_after_one_block_costs_nobody_his_harvest_and_finds_the_truth_when_he_is_back()
    {
        var block = await OneBlockAsync();
        await OpenedAsync(block + 1);
        var opener = Assert.Single(await _host.EventsOfAsync<PlantSubmitted>(), p => p.OpensBlock);
        Assert.Equal((block + 1, 0L), (opener.Block, opener.StakeStroops));
        Assert.Equal(_farmers.Min(f => f.Id), opener.FarmerId);
        var planted = (await _pool.PlantAsync(block + 1))["planted_farmers"].AsArray().ToDictionary(p => (Guid)p!["farmer_id"]!, p => (long)p!["stake_amount"]!);
        Assert.Equal(0, planted[opener.FarmerId]);
        Assert.True(planted[_farmers.Single(f => f.Id != opener.FarmerId).Id] > 0);
        foreach (var farmer in _farmers) await _pool.WorkAsync(block + 1, farmer);
        Assert.All(await HarvestedAsync(block), h => Assert.True(h is { StakeStroops: 500, RewardStroops: > 0 }));
        await OpenedAsync(block + 2);
        Assert.Equal(0, (await HarvestedAsync(block + 1)).Single(h => h.FarmerId == opener.FarmerId).StakeStroops);
        await AssertBooksAgreeAsync();

        // Nothing waits any more: nobody opens blocks for nothing.
        await _host.ReachAsync(block + 3);
        for (var ledger = 0; ledger < 12; ledger++) await _host.CloseLedgerAsync();
        Assert.Equal(block + 2, _host.Watch.Latest!.FarmIndex);
        Assert.Equal([block + 1, block + 2], (await _host.EventsOfAsync<PlantSubmitted>()).Where(p => p.OpensBlock).Select(p => p.Block));
    }

    [Fact]
    public async Task Under_other_code_nobody_stakes_and_what_is_planted_is_rescued_and_harvested_by_simulation()
    {
        var block = _host.PlantIndex;
        await _pool.PlantAsync(block);
        var known = _host.Watch.Deployment!.CodeHash;
        await _host.GovernAsync(new KaleCall.Upgrade(Devnet.Chain.NextKaleCode), KaleKeys.Code(Devnet.Chain.NextKaleCode));
        await _host.CloseLedgerAsync();
        Assert.Equal((false, true), (_host.Watch.IsCodeKnown, _host.Watch.Deployment.CodeHash != known));
        await _host.ReachAsync(block + 1);
        var refused = (await _pool.PlantAsync(block + 1))["failed_plants"].AsArray();
        Assert.Equal(_farmers.Length, refused.Count);
        Assert.All(refused, r => Assert.Equal((ErrorCode.FarmPaused, Attribution.Network), ((string?)r!["error"], (string?)r["attributed_to"])));
        await OpenedAsync(block + 1);
        Assert.All(await HarvestedAsync(block), h => Assert.Equal(500, h.StakeStroops));
        Assert.Equal((block + 1, 0L), Assert.Single(await _host.EventsOfAsync<PlantSubmitted>(), p => p.Block != block) is var p ? (p.Block, p.StakeStroops) : default);
    }

    [Fact]
    public async Task While_the_farm_is_paused_pails_live_on_and_are_harvested_when_it_goes_on()
    {
        var block = await OneBlockAsync();
        var planted = _host.Watch.Latest!.LatestLedger;
        await _host.GovernAsync(new KaleCall.Pause());
        while (_host.Watch.Latest.LatestLedger < planted + Life + Life / 3)
        {
            for (var ledger = 0; ledger < 4; ledger++) await _host.CloseLedgerAsync();
            await _host.CloseNextLedgerAsync();
        }
        Assert.All(_farmers, f => Assert.True(Entry(PailOf(f, block))!.IsLiveIn(_host.Watch.Latest.LatestLedger), "a pail has ended"));
        Assert.True(Entry(KaleKeys.Block(_host.Devnet.Chain.Deployment.ContractId, block))!.IsLiveIn(_host.Watch.Latest.LatestLedger));
        Assert.DoesNotContain(await _host.EventsOfAsync<PlantSubmitted>(), p => p.OpensBlock);
        var kept = await _host.EventsOfAsync<ExtensionSettled>();
        Assert.All(kept, k => Assert.Equal(ActResult.Success, k.Result));
        // Half a life apart at least.
        foreach (var farmer in _farmers) Assert.InRange(kept.Count(k => k.FarmerId == farmer.Id), 1, 2);

        await _host.GovernAsync(new KaleCall.Unpause());
        Assert.All(await HarvestedAsync(block), h => Assert.Equal(500, h.StakeStroops));
        await AssertBooksAgreeAsync();
        await using var connection = await _host.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None);
        foreach (var farmer in _farmers)
        {
            var fees = kept.Where(k => k.FarmerId == farmer.Id).Sum(k => k.FeeStroops);
            Assert.True(fees > 0);
            Assert.Equal(fees, await connection.ExecuteScalarAsync<long>("SELECT SUM(xlm_fee) FROM harvests WHERE status = 'failed' AND custodial_wallet = @Wallet", new { farmer.Wallet }));
        }
    }
}
