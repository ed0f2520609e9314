using KalePool.Backend.Api.Access;
using KalePool.Backend.Chain;
using KalePool.Backend.Custody;
using KalePool.Backend.Settings;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Farmers;
using KalePool.Contracts.Json;
using KalePool.Domain.Farmers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KalePool.Backend.Api;

/// <summary>What farmers call.</summary>
static class FarmerEndpoints
{
    const decimal UsualStakePercentage = 0.5m;
    const string OneFarmer = Routes.Farmers + "/{id:guid}";
    const string OneFarmerOfAdmin = Routes.AdminFarmers + "/{id:guid}";

    static readonly TimeSpan FundingWait = TimeSpan.FromSeconds(30);

    public static void MapFarmersV1(this IEndpointRouteBuilder routes)
    {
        routes.Serve("POST", Routes.Farmers, RegisterAsync);
        routes.Serve("POST", Routes.ConfirmFunding, ConfirmAsync);
        routes.Serve("GET", OneFarmer, ShowAsync);
        routes.Serve("PATCH", OneFarmer, ChangeAsync);
        routes.Serve("POST", OneFarmer + Routes.Leave, LeaveAsync);
        routes.Serve("POST", OneFarmerOfAdmin + Routes.Pause, (Guid id, Pool pool, FarmerViews views, CancellationToken stop) => PauseAsync(id, true, pool, views, stop));
        routes.Serve("POST", OneFarmerOfAdmin + Routes.Resume, (Guid id, Pool pool, FarmerViews views, CancellationToken stop) => PauseAsync(id, false, pool, views, stop));
        routes.Serve("POST", OneFarmerOfAdmin + Routes.ExportKey, ExportKeyAsync);
    }

    /// <summary>The key is committed before the address is shown; an unfinished registration leaves a key that nobody was told of.</summary>
    static async Task<JsonHttpResult<RegisterFarmerResponse>> RegisterAsync(HttpRequest http, Pool pool, WalletKeys keys, PayoutWallets payouts, BackendSettings settings)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.RegisterFarmerRequest);
        var percentage = request.StakePercentage ?? UsualStakePercentage;
        if (!StakeRule.IsPercentage(percentage)) throw ApiException.Invalid("stake_percentage", "0 to 1 with at most four digits after the point expected");
        await payouts.RequireUsableAsync(request.PayoutWallet, http.HttpContext.RequestAborted);
        var pooler = await pool.FindPoolerAsync(request.PoolerId) ?? throw ApiException.Invalid("pooler_id", "there is no such pooler");
        if (!pooler.IsActive) throw new ApiException(StatusCodes.Status409Conflict, ErrorCode.Conflict, "this pooler takes no new farmers");
        if (pooler.CurrentFarmers >= pooler.MaxFarmers) throw new ApiException(StatusCodes.Status409Conflict, ErrorCode.PoolerFull, $"all {pooler.MaxFarmers} seats are taken");

        var id = Guid.NewGuid();
        var token = AccessKey.Make(AccessKey.FarmerPrefix, id, settings.ApiKeyBytes);
        var wallet = await keys.CreateAsync(id, http.HttpContext.RequestAborted);
        await pool.CommandAsync(new RegisterFarmer(id, request.PoolerId, wallet, request.PayoutWallet, percentage, AccessKey.Hash(token)));
        var response = new RegisterFarmerResponse(id, wallet, true, FeePolicy.MinimumXlm, token);
        return TypedResults.Json(response, ContractsJson.Default.RegisterFarmerResponse, statusCode: StatusCodes.Status201Created);
    }

    static async Task<JsonHttpResult<ConfirmFundingResponse>> ConfirmAsync(HttpRequest http, FarmerCaller caller, FarmerWishes wishes)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.ConfirmFundingRequest);
        caller.RequireOwn(request.FarmerId);
        var standing = await wishes.ConfirmFundingAsync(caller.Standing, Waiting.Of(http, FundingWait));
        return TypedResults.Json(
            new ConfirmFundingResponse(FarmerViews.StatusOf(standing.Status), standing.CustodialWallet),
            ContractsJson.Default.ConfirmFundingResponse,
            statusCode: standing.Status == FarmerStatus.AwaitingFunding ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }

    static async Task<JsonHttpResult<FarmerView>> ShowAsync(Guid id, Pool pool, FarmerViews views, CancellationToken stop) =>
        await ViewAsync(await pool.ExistingFarmerAsync(id), views, stop);

    static async Task<JsonHttpResult<FarmerView>> ChangeAsync(Guid id, HttpRequest http, FarmerCaller caller, FarmerWishes wishes, FarmerViews views, CancellationToken stop)
    {
        caller.RequireOwn(id);
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.ChangeFarmerRequest);
        return await ViewAsync(await wishes.ChangeAsync(id, request), views, stop);
    }

    static async Task<JsonHttpResult<FarmerView>> LeaveAsync(Guid id, FarmerCaller caller, FarmerWishes wishes, FarmerViews views, CancellationToken stop)
    {
        caller.RequireOwn(id);
        return await ViewAsync(await wishes.LeaveAsync(id), views, stop, StatusCodes.Status202Accepted);
    }

    static async Task<JsonHttpResult<FarmerView>> PauseAsync(Guid id, bool isPaused, Pool pool, FarmerViews views, CancellationToken stop)
    {
        await pool.ExistingFarmerAsync(id);
        return await ViewAsync(await pool.CommandAsync(new SetPaused(id, isPaused)), views, stop);
    }

    /// <summary>For what arrives at a wallet after it was closed. That it was shown is in the journal before it is.</summary>
    /// <remarks>A wallet of which the journal knows nothing is one whose farmer registered after the backup that was restored: nobody's money comes out of it in another way.</remarks>
    static async Task<JsonHttpResult<ExportKeyResponse>> ExportKeyAsync(Guid id, Pool pool, WalletKeys keys, ILogger<WalletKeys> log, CancellationToken stop)
    {
        if (await pool.FindFarmerAsync(id) is not null) await pool.CommandAsync(new ExportKey(id));
        else if (await keys.AddressOfAsync(id, stop) is { } wallet) log.LogWarning("the key of {Wallet} is shown to the operator: farmer {FarmerId} is not in the journal", wallet, id);
        else throw ApiException.NotFound($"there is no farmer {id:D}");
        var pair = await keys.OpenAsync(id, stop);
        return TypedResults.Json(new ExportKeyResponse(id, pair.Address, pair.Secret), ContractsJson.Default.ExportKeyResponse);
    }

    static async Task<JsonHttpResult<FarmerView>> ViewAsync(FarmerStanding farmer, FarmerViews views, CancellationToken stop, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(await views.OfAsync(farmer, stop), ContractsJson.Default.FarmerView, statusCode: status);
}
