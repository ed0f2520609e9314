using KalePool.Backend.Api.Access;
using KalePool.Contracts;
using KalePool.Contracts.Farmers;
using KalePool.Contracts.Json;
using KalePool.Domain.Farmers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KalePool.Backend.Api;

/// <summary>Losses that nothing explains: the operator's word lets payments go on.</summary>
static class LossEndpoints
{
    const int MostReasonLength = 500;

    public static void MapLossesV1(this IEndpointRouteBuilder routes) => routes.Serve("POST", Routes.AdminFarmers + "/{id:guid}" + Routes.AcceptLoss, AcceptAsync);

    static async Task<JsonHttpResult<FarmerView>> AcceptAsync(Guid id, HttpRequest http, Pool pool, FarmerViews views, CancellationToken stop)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.AcceptLossRequest);
        if (request.Reason is not { Length: > 0 and <= MostReasonLength } || request.Reason.Any(char.IsControl))
            throw ApiException.Invalid("reason", $"1 to {MostReasonLength} characters that can be shown expected");
        await pool.ExistingFarmerAsync(id);
        var farmer = await pool.CommandAsync(new AcceptLoss(id, request.Loss, request.PayoutsMade, request.Reason));
        return TypedResults.Json(await views.OfAsync(farmer, stop), ContractsJson.Default.FarmerView);
    }
}
