using KalePool.Backend.Api.Access;
using KalePool.Backend.Custody;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Contracts;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Json;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using KalePool.Stellar.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KalePool.Backend.Api;

/// <summary>What operators call.</summary>
static class AdminEndpoints
{
    const int MostNameLength = 100;

    const string OnePooler = Routes.AdminPoolers + "/{id:guid}";

    public static void MapAdminV1(this IEndpointRouteBuilder routes)
    {
        routes.Serve("POST", Routes.AdminPoolers, CreateAsync);
        routes.Serve("GET", OnePooler, ShowPoolerAsync);
        routes.Serve("POST", OnePooler + Routes.RotateKey, RotateKeyAsync);
        routes.Serve("POST", OnePooler + Routes.Deactivate, (Guid id, Pool pool) => SetActiveAsync(id, false, pool));
        routes.Serve("POST", OnePooler + Routes.Activate, (Guid id, Pool pool) => SetActiveAsync(id, true, pool));
        routes.Serve("GET", Routes.AdminBlocks + "/{poolerId:guid}/{index}", ShowBlockAsync);
    }

    static async Task<JsonHttpResult<CreatePoolerResponse>> CreateAsync(HttpRequest http, Pool pool, PoolerAccounts accounts, BackendSettings settings, ShareWallets wallets)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.CreatePoolerRequest);
        if (request.Name is not { Length: > 0 and <= MostNameLength } || !Texts.CanBeKept(request.Name)) throw ApiException.Invalid("name", $"1 to {MostNameLength} characters that can be shown expected");
        if (!StrKey.IsValid(StrKeyKind.Account, request.PublicKey)) throw ApiException.Invalid("public_key", "an account's address (G…) expected");
        if (!StakeRule.IsPercentage(request.RewardShare)) throw ApiException.Invalid("reward_share", "0 to 1 with at most four digits after the point expected");
        if (request.MaxFarmers < 1 || request.MaxFarmers > settings.MaxFarmersPerPooler) throw ApiException.Invalid("max_farmers", $"1 to {settings.MaxFarmersPerPooler} expected");
        if (request.RewardShare > 0) await wallets.RequireAsync(request.PublicKey, http.HttpContext.RequestAborted);
        var id = await accounts.ClaimAsync(request.PublicKey, http.HttpContext.RequestAborted) ?? throw Taken();
        var key = AccessKey.Make(AccessKey.PoolerPrefix, id, settings.ApiKeyBytes);
        var made = await CommandAsync(pool, new CreatePooler(id, request.Name, request.PublicKey, AccessKey.Hash(key), request.RewardShare, request.MaxFarmers));
        if (made.ApiKeyHash != AccessKey.Hash(key)) throw Taken();
        return TypedResults.Json(new CreatePoolerResponse(id, key), ContractsJson.Default.CreatePoolerResponse, statusCode: StatusCodes.Status201Created);
    }

    static ApiException Taken() => new(StatusCodes.Status409Conflict, ErrorCode.Conflict, "public_key: a pooler has this account already");

    static async Task<JsonHttpResult<PoolerView>> ShowPoolerAsync(Guid id, Pool pool) =>
        TypedResults.Json(ViewOf(await ExistingAsync(id, pool)), ContractsJson.Default.PoolerView);

    /// <summary>The new key is shown once; the old one is refused from now on.</summary>
    static async Task<JsonHttpResult<RotateKeyResponse>> RotateKeyAsync(Guid id, Pool pool, BackendSettings settings)
    {
        await ExistingAsync(id, pool);
        var key = AccessKey.Make(AccessKey.PoolerPrefix, id, settings.ApiKeyBytes);
        await CommandAsync(pool, new RotateKey(id, AccessKey.Hash(key)));
        return TypedResults.Json(new RotateKeyResponse(id, key), ContractsJson.Default.RotateKeyResponse);
    }

    static async Task<JsonHttpResult<PoolerView>> SetActiveAsync(Guid id, bool isActive, Pool pool)
    {
        await ExistingAsync(id, pool);
        return TypedResults.Json(ViewOf(await CommandAsync(pool, new SetActive(id, isActive))), ContractsJson.Default.PoolerView);
    }

    static async Task<JsonHttpResult<BlockView>> ShowBlockAsync(Guid poolerId, uint index, BlockReader blocks, CancellationToken stop) =>
        TypedResults.Json(await blocks.ReadAsync(poolerId, index, stop), ContractsJson.Default.BlockView);

    static async Task<PoolerStanding> ExistingAsync(Guid id, Pool pool) =>
        await pool.FindPoolerAsync(id) ?? throw ApiException.NotFound($"there is no pooler {id:D}");

    static async Task<PoolerStanding> CommandAsync(Pool pool, PoolerCommand command) => await pool.AskAsync(command) switch
    {
        PoolerStanding standing => standing,
        PoolerRefused refused => throw ApiException.Of(refused.Failure),
        var other => throw new InvalidOperationException($"a pooler answered {other.GetType().Name}"),
    };

    static PoolerView ViewOf(PoolerStanding p) =>
        new(p.PoolerId, p.Name, p.PublicKey, p.RewardShare, p.MaxFarmers, p.CurrentFarmers, p.IsActive, p.CreatedAt, p.LastSeen);
}
