using KalePool.Backend.Api;
using KalePool.Backend.Api.Access;
using KalePool.Backend.Chain;
using KalePool.Backend.Ops.Alerts;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Farmers;
using KalePool.Pages.Ports;

namespace KalePool.Backend.Viewing;

/// <summary>What pages show, by the services that the API answers from.</summary>
sealed class PoolReadings(
    BlockReader blocks, Pool pool, OperatorLists lists, FarmerHistory history, StatementReader statements, FarmerViews views, KnownEntities known, AlertBoard alerts, FarmWatch watch, TimeProvider time)
    : IPoolReadings
{
    const int MostRows = 50;

    /// <summary>Poolers with a block of one index, farmers with one payout wallet.</summary>
    const int MostFound = 100;

    /// <summary>Tries of one step of one farmer's block.</summary>
    const int MostTries = 50;

    static readonly Guid Highest = Cursor.First.Id;

    public Task<Answer<NowView>> NowAsync(CancellationToken stop) => Answering.AskAsync(async () =>
    {
        var newest = (await lists.BlocksAsync(Cursor.First, MostRows, stop)).Rows;
        var shown = newest.DistinctBy(b => b.PoolerId).Concat(newest.Where(b => b.Status == "active")).DistinctBy(b => (b.PoolerId, b.BlockIndex));
        var read = new List<BlockView>();
        foreach (var block in shown) read.Add(await blocks.ReadAsync(block.PoolerId, block.BlockIndex, stop));
        var glance = new ChainGlance(watch.Latest?.LatestLedger ?? 0, watch.Latest?.FarmIndex ?? 0, watch.Trouble);
        return new NowView(glance, read, [.. alerts.Standing.Select(a => new StandingAlert(a.Code, a.Subject, a.Text, a.Since))], time.GetUtcNow());
    });

    public Task<Answer<BlockList>> BlocksAsync(string? cursor, CancellationToken stop) => Answering.AskAsync(async () =>
    {
        var page = await lists.BlocksAsync(Paging.After(cursor), MostRows, stop);
        return new BlockList(page.Rows, page.AsOf, page.Next);
    });

    public Task<Answer<IReadOnlyList<BlockRow>>> BlocksOfAsync(uint index, CancellationToken stop) => Answering.AskAsync<IReadOnlyList<BlockRow>>(async () =>
        [.. (await lists.BlocksAsync(UpTo(index), MostFound, stop)).Rows.Where(b => b.BlockIndex == index)]);

    public Task<Answer<BlockView>> BlockAsync(Guid poolerId, uint index, CancellationToken stop) => Answering.AskAsync(() => blocks.ReadAsync(poolerId, index, stop));

    public Task<Answer<FarmerList>> FarmersAsync(string? cursor, CancellationToken stop) => Answering.AskAsync(async () =>
    {
        var page = await lists.FarmersAsync(null, Paging.After(cursor), MostRows, stop);
        return new FarmerList(page.Rows, page.AsOf, page.Next);
    });

    public Task<Answer<IReadOnlyList<FarmerRow>>> FarmersOfAsync(string wallet, CancellationToken stop) => Answering.AskAsync(() => lists.FarmersOfWalletAsync(wallet, MostFound, stop));

    public Task<Answer<FarmerView>> FarmerAsync(Guid id, CancellationToken stop) => Answering.AskAsync(async () => await views.OfAsync(await pool.ExistingFarmerAsync(id), stop));

    public Task<Answer<Statement>> StatementAsync(Guid farmerId, string? cursor, CancellationToken stop) => Answering.AskAsync(async () =>
    {
        if (!await known.IsFarmerAsync(farmerId, stop)) throw ApiException.NotFound($"there is no farmer {farmerId:D}");
        return await statements.ReadAsync(farmerId, Paging.AfterLine(cursor), MostRows, stop) ?? new Statement(farmerId, 0, 0, [], DateTimeOffset.UnixEpoch);
    });

    public Task<Answer<FarmerBlock>> FarmerBlockAsync(Guid farmerId, uint index, CancellationToken stop) => Answering.AskAsync(async () =>
    {
        if (!await known.IsFarmerAsync(farmerId, stop)) throw ApiException.NotFound($"there is no farmer {farmerId:D}");
        var plantings = (await history.PlantingsAsync(farmerId, UpTo(index), MostTries, stop)).Rows.Where(r => r.BlockIndex == index);
        var works = (await history.WorksAsync(farmerId, UpTo(index), MostTries, stop)).Rows.Where(r => r.BlockIndex == index);
        var harvests = (await history.HarvestsAsync(farmerId, UpTo(index), MostTries, stop)).Rows.Where(r => r.BlockIndex == index);
        var line = (await statements.ReadAsync(farmerId, new StatementCursor(index + 1L, new Cursor(0, Guid.Empty)), 1, stop))?.Lines.SingleOrDefault(l => l.BlockIndex == index);
        return new FarmerBlock(index, line, [.. plantings], [.. works], [.. harvests]);
    });

    /// <summary>A page that begins with that block.</summary>
    static Cursor UpTo(uint index) => new(index, Highest);
}
