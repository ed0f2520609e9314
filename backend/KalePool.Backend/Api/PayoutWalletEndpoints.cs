using KalePool.Backend.Api.Access;
using KalePool.Backend.Custody;
using KalePool.Backend.Settings;
using KalePool.Contracts;
using KalePool.Contracts.Farmers;
using KalePool.Contracts.Json;
using KalePool.Domain.Farmers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KalePool.Backend.Api;

/// <summary>Where a farmer is paid to, and the token that he lost: what his payout wallet's signature changes.</summary>
static class PayoutWalletEndpoints
{
    const string OneFarmer = Routes.Farmers + "/{id:guid}" + Routes.PayoutWallet;

    public static void MapPayoutWalletsV1(this IEndpointRouteBuilder routes)
    {
        routes.Serve("POST", Routes.Challenge, ChallengeAsync);
        routes.Serve("POST", Routes.Token, NewTokenAsync);
        routes.Serve("POST", OneFarmer, ChangeAsync);
        routes.Serve("DELETE", OneFarmer, CancelAsync);
    }

    static async Task<JsonHttpResult<ChallengeResponse>> ChallengeAsync(HttpRequest http, FarmerWishes wishes) =>
        TypedResults.Json(await wishes.ChallengeAsync(await Bodies.ReadAsync(http, ContractsJson.Default.ChallengeRequest), http.HttpContext.RequestAborted), ContractsJson.Default.ChallengeResponse);

    static async Task<JsonHttpResult<NewTokenResponse>> NewTokenAsync(HttpRequest http, Pool pool, FarmerWishes wishes, BackendSettings settings)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.NewTokenRequest);
        var farmer = await pool.ExistingFarmerAsync(request.FarmerId);
        var proof = wishes.Proof(ChallengePurpose.Token, farmer, null, request.Signature);
        var token = AccessKey.Make(AccessKey.FarmerPrefix, farmer.FarmerId, settings.ApiKeyBytes);
        await pool.CommandAsync(new RenewToken(farmer.FarmerId, AccessKey.Hash(token), proof));
        return TypedResults.Json(new NewTokenResponse(farmer.FarmerId, token), ContractsJson.Default.NewTokenResponse);
    }

    /// <summary>200 where it is in force, 202 where it waits.</summary>
    static async Task<JsonHttpResult<PayoutWalletView>> ChangeAsync(Guid id, HttpRequest http, FarmerCaller caller, FarmerWishes wishes)
    {
        caller.RequireOwn(id);
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.ChangePayoutWalletRequest);
        var standing = await wishes.ChangePayoutWalletAsync(caller.Standing, request, http.HttpContext.RequestAborted);
        return ViewOf(standing, standing.PayoutWallet == request.PayoutWallet ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    static async Task<JsonHttpResult<PayoutWalletView>> CancelAsync(Guid id, HttpRequest http, FarmerCaller caller, FarmerWishes wishes)
    {
        caller.RequireOwn(id);
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.CancelPayoutWalletRequest);
        return ViewOf(await wishes.CancelPayoutWalletAsync(caller.Standing, request), StatusCodes.Status200OK);
    }

    static JsonHttpResult<PayoutWalletView> ViewOf(FarmerStanding farmer, int status) =>
        TypedResults.Json(new PayoutWalletView(farmer.FarmerId, farmer.PayoutWallet, FarmerViews.WaitingOf(farmer)), ContractsJson.Default.PayoutWalletView, statusCode: status);
}
