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

    static async Task<JsonHttpResult<ChallengeResponse>> ChallengeAsync(HttpRequest http, Pool pool, Challenges challenges, PayoutWallets wallets)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.ChallengeRequest);
        var purpose = request.Purpose switch
        {
            ChallengePurposeName.Token => ChallengePurpose.Token,
            ChallengePurposeName.PayoutWallet => ChallengePurpose.PayoutWallet,
            ChallengePurposeName.CancelPayoutWallet => ChallengePurpose.CancelPayoutWallet,
            _ => throw ApiException.Invalid("purpose", "token, payout_wallet or cancel_payout_wallet expected"),
        };
        if (purpose == ChallengePurpose.PayoutWallet != request.PayoutWallet is not null) throw ApiException.Invalid("payout_wallet", "expected with purpose payout_wallet alone");
        if (request.PayoutWallet is { } wallet) await wallets.RequireUsableAsync(wallet, http.HttpContext.RequestAborted);
        var farmer = await pool.ExistingFarmerAsync(request.FarmerId);
        var (text, expiresAt) = challenges.Make(purpose, farmer, request.PayoutWallet);
        return TypedResults.Json(new ChallengeResponse(text, expiresAt), ContractsJson.Default.ChallengeResponse);
    }

    static async Task<JsonHttpResult<NewTokenResponse>> NewTokenAsync(HttpRequest http, Pool pool, Challenges challenges, BackendSettings settings)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.NewTokenRequest);
        var farmer = await pool.ExistingFarmerAsync(request.FarmerId);
        var proof = Proof(challenges, ChallengePurpose.Token, farmer, null, request.Signature);
        var token = AccessKey.Make(AccessKey.FarmerPrefix, farmer.FarmerId, settings.ApiKeyBytes);
        await pool.CommandAsync(new RenewToken(farmer.FarmerId, AccessKey.Hash(token), proof));
        return TypedResults.Json(new NewTokenResponse(farmer.FarmerId, token), ContractsJson.Default.NewTokenResponse);
    }

    /// <summary>200 where it is in force, 202 where it waits.</summary>
    static async Task<JsonHttpResult<PayoutWalletView>> ChangeAsync(Guid id, HttpRequest http, FarmerCaller caller, Pool pool, Challenges challenges, PayoutWallets wallets)
    {
        caller.RequireOwn(id);
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.ChangePayoutWalletRequest);
        await wallets.RequireUsableAsync(request.PayoutWallet, http.HttpContext.RequestAborted);
        var proof = request.Signature is { } signature && request.PayoutWallet != caller.Standing.PayoutWallet
            ? Proof(challenges, ChallengePurpose.PayoutWallet, caller.Standing, request.PayoutWallet, signature)
            : null;
        var standing = await pool.CommandAsync(new ChangePayoutWallet(id, request.PayoutWallet, proof));
        return ViewOf(standing, standing.PayoutWallet == request.PayoutWallet ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    static async Task<JsonHttpResult<PayoutWalletView>> CancelAsync(Guid id, HttpRequest http, FarmerCaller caller, Pool pool, Challenges challenges)
    {
        caller.RequireOwn(id);
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.CancelPayoutWalletRequest);
        var proof = Proof(challenges, ChallengePurpose.CancelPayoutWallet, caller.Standing, null, request.Signature);
        return ViewOf(await pool.CommandAsync(new CancelPayoutChange(id, proof)), StatusCodes.Status200OK);
    }

    static WalletProof Proof(Challenges challenges, ChallengePurpose purpose, FarmerStanding farmer, string? newWallet, string signature) =>
        challenges.Check(purpose, farmer, newWallet, signature)
        ?? throw ApiException.Forbidden("signature: not one of the present payout wallet over a challenge that is still good: ask for another one and sign it as it stands");

    static JsonHttpResult<PayoutWalletView> ViewOf(FarmerStanding farmer, int status) =>
        TypedResults.Json(new PayoutWalletView(farmer.FarmerId, farmer.PayoutWallet, FarmerViews.WaitingOf(farmer)), ContractsJson.Default.PayoutWalletView, statusCode: status);
}
