using KalePool.Backend.Custody;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Contracts;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Json;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using KalePool.Stellar.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KalePool.Backend.Api;

/// <summary>What operators call.</summary>
static class AdminEndpoints
{
    const int MostNameLength = 100;

    public static void MapAdminV1(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Routes.AdminPoolers, CreateAsync);
        routes.MapGet(Routes.AdminPoolers, ListPoolersAsync);
        routes.MapGet(Routes.AdminBlocks, ListBlocksAsync);
        routes.MapGet(Routes.AdminBlocks + "/{poolerId:guid}/{index}", ShowBlockAsync);
    }

    static async Task<JsonHttpResult<CreatePoolerResponse>> CreateAsync(HttpRequest http, Callers callers, Pool pool, BackendSettings settings)
    {
        callers.Admin(http);
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.CreatePoolerRequest);
        if (request.Name is not { Length: > 0 and <= MostNameLength } || request.Name.Any(char.IsControl)) throw ApiException.Invalid("name", $"1 to {MostNameLength} characters that can be shown expected");
        if (!StrKey.IsValid(StrKeyKind.Account, request.PublicKey)) throw ApiException.Invalid("public_key", "an account's address (G…) expected");
        if (!StakeRule.IsPercentage(request.RewardShare)) throw ApiException.Invalid("reward_share", "0 to 1 with at most four digits after the point expected");
        if (request.RewardShare != 0) throw ApiException.Invalid("reward_share", "0 expected: shares are not paid by this version");
        if (request.MaxFarmers < 1 || request.MaxFarmers > settings.MaxFarmersPerPooler) throw ApiException.Invalid("max_farmers", $"1 to {settings.MaxFarmersPerPooler} expected");
        var id = Guid.NewGuid();
        var key = AccessKey.Make(AccessKey.PoolerPrefix, id);
        await pool.AskAsync(new CreatePooler(id, request.Name, request.PublicKey, AccessKey.Hash(key), request.RewardShare, request.MaxFarmers));
        return TypedResults.Json(new CreatePoolerResponse(id, key), ContractsJson.Default.CreatePoolerResponse, statusCode: StatusCodes.Status201Created);
    }

    static async Task<JsonHttpResult<PoolerList>> ListPoolersAsync(HttpRequest http, Callers callers, Pool pool, JournalIndex index)
    {
        callers.Admin(http);
        var poolers = await StandingsAsync(pool, index, http.HttpContext.RequestAborted);
        return TypedResults.Json(new PoolerList([.. poolers.Select(ViewOf)]), ContractsJson.Default.PoolerList);
    }

    static async Task<JsonHttpResult<BlockList>> ListBlocksAsync(HttpRequest http, Callers callers, Pool pool, JournalIndex index)
    {
        callers.Admin(http);
        var poolers = await StandingsAsync(pool, index, http.HttpContext.RequestAborted);
        var keys = poolers.SelectMany(p => p.RecentBlocks.Select(i => new BlockKey(p.PoolerId, i))).OrderByDescending(k => k.Index);
        var blocks = await Task.WhenAll(keys.Select(pool.BlockAsync));
        return TypedResults.Json(new BlockList([.. blocks.Select(BlockViews.Of)]), ContractsJson.Default.BlockList);
    }

    static async Task<JsonHttpResult<BlockView>> ShowBlockAsync(Guid poolerId, uint index, HttpRequest http, Callers callers, Pool pool)
    {
        callers.Admin(http);
        var block = await pool.BlockAsync(new BlockKey(poolerId, index));
        if (block.Status == BlockStatus.Unknown) throw ApiException.NotFound($"pooler {poolerId:D} took no part in block {index}");
        return TypedResults.Json(BlockViews.Of(block), ContractsJson.Default.BlockView);
    }

    static async Task<PoolerStanding[]> StandingsAsync(Pool pool, JournalIndex index, CancellationToken cancellation) =>
        await Task.WhenAll((await index.PoolersAsync(cancellation)).Select(pool.PoolerAsync));

    static PoolerView ViewOf(PoolerStanding p) =>
        new(p.PoolerId, p.Name, p.PublicKey, p.RewardShare, p.MaxFarmers, p.CurrentFarmers, true, p.CreatedAt, p.LastSeen);
}
