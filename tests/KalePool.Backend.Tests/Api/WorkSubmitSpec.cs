using System.Net;
using Dapper;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Poolers;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.DependencyInjection;

namespace KalePool.Backend.Tests.Api;

/// <summary>A pooler without an account hands its hashes over, and the backend lands them: through the router, and without one. On devnet.</summary>
public sealed class WorkSubmitSpec : IAsyncLifetime
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

    Task StartAsync(bool router) => _host.StartAsync(
        ("OPERATOR_SECRET_KEY", _operator.Secret), ("ROUTER_CONTRACT_ID", router ? StrKey.Encode(StrKeyKind.Contract, _host.Devnet.Chain.RouterId.Span) : ""));

    static IEnumerable<Guid> Accepted(Answer answer) => answer.With(HttpStatusCode.OK)["accepted"].AsArray().Select(id => (Guid)id!);

    uint? ZerosOf(uint block, TestFarmer farmer)
    {
        var chain = _host.Devnet.Chain;
        return KaleCodec.DecodePail(chain.View.State.Find(KaleKeys.Pail(chain.Deployment.ContractId, KaleAddresses.Parse(farmer.Wallet), block))!.Entry.Data).Zeros;
    }

    async Task UntilAsync(Func<bool> done, string what)
    {
        for (var most = 40; most > 0 && !done(); most--) await _host.CloseNextLedgerAsync();
        Assert.True(done(), what);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Works_of_several_farmers_land_once_whatever_is_repeated_and_whoever_restarts(bool router)
    {
        await StartAsync(router);
        var pool = await TestPool.MakeAsync(_host);
        TestFarmer[] farmers = [await pool.JoinAsync(), await pool.JoinAsync(), await pool.JoinAsync(), await pool.JoinAsync()];
        await _host.ReachAsync(_host.Watch.Latest!.FarmIndex + 1);
        var block = _host.PlantIndex;
        Assert.Equal(4, (await pool.PlantAsync(block))["planted_farmers"].AsArray().Count);
        await Poll.UntilAsync(() => _host.Watch.Latest!.FarmIndex == block, "the block at the backend");

        SubmittedWork[] works = [pool.Find(block, farmers[0], 1), pool.Find(block, farmers[1], 0), pool.Find(block, farmers[2], 2), pool.Find(block, farmers[0], 1, named: farmers[3])];
        var answer = await pool.SubmitAsync(block, works);
        Assert.Equal(farmers[..3].Select(f => f.Id), Accepted(answer));
        var rejected = Assert.Single(answer["rejected"].AsArray())!;
        Assert.Equal((farmers[3].Id, ErrorCode.HashInvalid), ((Guid)rejected["farmer_id"]!, (string?)rejected["error"]));
        Assert.StartsWith("hash:", (string?)rejected["message"], StringComparison.Ordinal);
        // The answer may have been lost, and the backend may die with it.
        await StartAsync(router);
        await Poll.UntilAsync(() => _host.Watch.Latest?.FarmIndex == block, "the block at the backend");
        Assert.Equal(farmers[..3].Select(f => f.Id), Accepted(await pool.SubmitAsync(block, works[..3])));
        await UntilAsync(() => farmers[..3].All(f => ZerosOf(block, f) is not null), "the works");
        Assert.Equal([1u, 0u, 2u], farmers[..3].Select(f => ZerosOf(block, f)));
        Assert.Equal([farmers[0].Id], Accepted(await pool.SubmitAsync(block, pool.Find(block, farmers[0], 3))));
        await UntilAsync(() => ZerosOf(block, farmers[0]) == 3 && ZerosOf(block, farmers[3]) is not null, "the better work, and the rescue");

        await HarvestedAsync(pool, block, farmers);
        await AssertLandedAsync(block, farmers, router);
        await AssertRowsAsync(block, farmers, works);
        Assert.StartsWith("block_index", (string?)(await pool.SubmitAsync(block, pool.Find(block, farmers[1], 1)))["rejected"][0]!["message"], StringComparison.Ordinal);
    }

    async Task HarvestedAsync(TestPool pool, uint block, TestFarmer[] farmers)
    {
        await _host.ReachAsync(block + 1);
        await pool.PlantAsync(block + 1);
        var harvested = (await _host.CloseLedgersUntilAsync(pool.HarvestAsync(block, [.. farmers.Select(f => f.Id)]))).With(HttpStatusCode.OK);
        Assert.Equal(4, harvested["harvest_results"].AsArray().Count);
        await _host.ProjectedAsync();
    }

    async Task AssertLandedAsync(uint block, TestFarmer[] farmers, bool router)
    {
        var landed = (await _host.EventsOfAsync<WorkSettled>()).Where(w => w.Block == block && w.Result == ActResult.Success).ToList();
        Assert.Equal([(farmers[0].Id, 1u), (farmers[0].Id, 3u), (farmers[1].Id, 0u), (farmers[2].Id, 2u)], landed.Select(w => (w.FarmerId, w.Zeros)).OrderBy(w => Array.FindIndex(farmers, f => f.Id == w.FarmerId)).ThenBy(w => w.Zeros));
        Assert.All(landed, w => Assert.Equal((0L, router), (w.FeeStroops, w.Batch is not null)));
        if (!router) Assert.All(landed, w => Assert.InRange(w.OperatorFeeStroops, 10_000, 60_000));
        if (router) Assert.InRange((await _host.EventsOfAsync<AccountBatchSettled>()).Count(b => b is { Kind: BatchKind.Work, Result: ActResult.Success } && b.Outcomes.Any(o => o.Success)), 2, 3);
        Assert.Equal(4, (await _host.EventsOfAsync<WorksTaken>()).Sum(t => t.Rows.Count));
        var recorded = (await _host.EventsOfAsync<WorkRecorded>()).Where(w => w.Block == block).ToDictionary(w => w.FarmerId, w => w.Source);
        Assert.Equal([WorkSource.Backend, WorkSource.Backend, WorkSource.Backend, WorkSource.Rescue], farmers.Select(f => recorded[f.Id]));
    }

    async Task AssertRowsAsync(uint block, TestFarmer[] farmers, SubmittedWork[] works)
    {
        await using var connection = await _host.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None);
        foreach (var farmer in farmers)
        {
            var row = await connection.QuerySingleAsync<(string Source, string? Hash, string Transaction, bool Owed)>(
                "SELECT source, hash, transaction_hash, compensation_required FROM works WHERE custodial_wallet = @Wallet AND block_index = @block AND status = 'success'", new { farmer.Wallet, block = (long)block });
            var isHis = farmer != farmers[3];
            Assert.Equal((isHis ? WorkSource.Backend : WorkSource.Rescue, !isHis), (row.Source, row.Owed));
            if (farmer == farmers[1] || farmer == farmers[2]) Assert.Equal(works.Single(w => w.FarmerId == farmer.Id).Hash, row.Hash);
            Assert.True(_host.Devnet.Chain.View.History.Transactions[Opaque.FromHex(row.Transaction)].Succeeded);
            var line = KaleKeys.TrustLine(Addresses.Account(farmer.Wallet), _host.Devnet.Chain.Deployment.TrustLineAsset);
            Assert.Equal(
                ((LedgerEntryData.Trustline)_host.Devnet.Chain.View.State.Find(line)!.Entry.Data).Value.Balance,
                await connection.ExecuteScalarAsync<long>("SELECT current_balance FROM farmers WHERE custodial_public_key = @Wallet", new { farmer.Wallet }));
        }
    }

    [Fact]
    public async Task Nothing_is_taken_by_a_backend_without_an_operator_nor_for_a_block_that_is_not_planted_nor_what_is_no_hash()
    {
        var pool = await TestPool.MakeAsync(_host);
        var farmer = await pool.RegisterAsync();
        var work = new SubmittedWork(farmer.Id, 1, new string('a', 64));
        Assert.StartsWith("OPERATOR_SECRET_KEY", (await pool.SubmitAsync(1, work)).Problem(HttpStatusCode.Conflict, ErrorCode.Conflict), StringComparison.Ordinal);
        await StartAsync(false);
        (await pool.SubmitAsync(_host.PlantIndex, work)).Problem(HttpStatusCode.Conflict, ErrorCode.NotPlanted);
        foreach (var wrong in new[] { "", new string('a', 63), new string('g', 64) })
            Assert.StartsWith("work.hash", (await pool.SubmitAsync(1, work with { Hash = wrong })).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
        Assert.StartsWith("work.farmer_id", (await pool.SubmitAsync(1, work, work)).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
        var many = Enumerable.Range(0, 101).Select(_ => work with { FarmerId = Guid.NewGuid() }).ToArray();
        Assert.StartsWith("work:", (await pool.SubmitAsync(1, many)).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
    }
}
