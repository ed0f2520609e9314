using KalePool.Backend.Api.Access;
using KalePool.Backend.Chain;
using KalePool.Backend.Custody;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Farmers;
using KalePool.Contracts.Json;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KalePool.Backend.Api;

/// <summary>What farmers call.</summary>
static class FarmerEndpoints
{
    const decimal UsualStakePercentage = 0.5m;

    static readonly TimeSpan FundingWait = TimeSpan.FromSeconds(30);

    public static void MapFarmersV1(this IEndpointRouteBuilder routes)
    {
        routes.Serve("POST", Routes.Farmers, RegisterAsync);
        routes.Serve("POST", Routes.ConfirmFunding, ConfirmAsync);
        routes.Serve("GET", Routes.Farmers + "/{id:guid}", ShowAsync);
    }

    /// <summary>The key is committed before the address is shown; an unfinished registration leaves a key that nobody was told of.</summary>
    static async Task<JsonHttpResult<RegisterFarmerResponse>> RegisterAsync(HttpRequest http, Pool pool, WalletKeys keys, FarmWatch watch)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.RegisterFarmerRequest);
        var percentage = request.StakePercentage ?? UsualStakePercentage;
        if (!StakeRule.IsPercentage(percentage)) throw ApiException.Invalid("stake_percentage", "0 to 1 with at most four digits after the point expected");
        if (!StrKey.IsValid(StrKeyKind.Account, request.PayoutWallet)) throw ApiException.Invalid("payout_wallet", "an account's address (G…) expected");
        if (watch.Deployment is { } deployment && Stellar.Transactions.Addresses.ToText(deployment.Issuer) == request.PayoutWallet)
            throw ApiException.Invalid("payout_wallet", "KALE's issuer cannot hold KALE");
        if (await keys.IsOursAsync(request.PayoutWallet, http.HttpContext.RequestAborted)) throw ApiException.Invalid("payout_wallet", "a wallet of the farmer's own expected, not a custodial one");
        var pooler = await pool.FindPoolerAsync(request.PoolerId) ?? throw ApiException.Invalid("pooler_id", "there is no such pooler");
        if (!pooler.IsActive) throw new ApiException(StatusCodes.Status409Conflict, ErrorCode.Conflict, "this pooler takes no new farmers");
        if (pooler.CurrentFarmers >= pooler.MaxFarmers) throw new ApiException(StatusCodes.Status409Conflict, ErrorCode.PoolerFull, $"all {pooler.MaxFarmers} seats are taken");

        var id = Guid.NewGuid();
        var token = AccessKey.Make(AccessKey.FarmerPrefix, id);
        var wallet = await keys.CreateAsync(id, http.HttpContext.RequestAborted);
        await AskAsync(pool, new RegisterFarmer(id, request.PoolerId, wallet, request.PayoutWallet, percentage, AccessKey.Hash(token)));
        var response = new RegisterFarmerResponse(id, wallet, true, FeePolicy.MinimumXlm, token);
        return TypedResults.Json(response, ContractsJson.Default.RegisterFarmerResponse, statusCode: StatusCodes.Status201Created);
    }

    static async Task<JsonHttpResult<ConfirmFundingResponse>> ConfirmAsync(HttpRequest http, FarmerCaller caller, Pool pool)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.ConfirmFundingRequest);
        caller.RequireOwn(request.FarmerId);
        var wait = Waiting.Of(http, FundingWait);
        FarmerStanding standing;
        try
        {
            standing = await AskAsync(pool, new ConfirmFunding(request.FarmerId), Waiting.GiveUpAfter(wait));
        }
        catch (Akka.Actor.AskTimeoutException)
        {
            standing = caller.Standing;
        }
        return TypedResults.Json(
            new ConfirmFundingResponse(FarmerViews.StatusOf(standing.Status), standing.CustodialWallet),
            ContractsJson.Default.ConfirmFundingResponse,
            statusCode: standing.Status == FarmerStatus.AwaitingFunding ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }

    static async Task<JsonHttpResult<FarmerView>> ShowAsync(Guid id, HttpRequest http, Pool pool, FarmWatch watch, IStellarRpc rpc)
    {
        var farmer = await pool.FindFarmerAsync(id) ?? throw ApiException.NotFound($"there is no farmer {id:D}");
        return TypedResults.Json(await FarmerViews.OfAsync(farmer, watch, rpc, http.HttpContext.RequestAborted), ContractsJson.Default.FarmerView);
    }

    static async Task<FarmerStanding> AskAsync(Pool pool, FarmerCommand command, TimeSpan? wait = null) => await pool.AskAsync(command, wait) switch
    {
        FarmerStanding standing => standing,
        FarmerRefused refused => throw ApiException.Of(refused.Failure),
        var other => throw new InvalidOperationException($"a farmer answered {other.GetType().Name}"),
    };
}
