using KalePool.Backend.Api.Access;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Contracts;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Farmers;
using KalePool.Contracts.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KalePool.Backend.Api;

/// <summary>What operators list, from the read model: it may be a moment behind, and says how far it is.</summary>
static class OperatorListEndpoints
{
    public static void MapOperatorListsV1(this IEndpointRouteBuilder routes)
    {
        routes.Serve("GET", Routes.AdminPoolers, PoolersAsync);
        routes.Serve("GET", Routes.AdminFarmers, FarmersAsync);
        routes.Serve("GET", Routes.AdminBlocks, BlocksAsync);
        routes.Serve("GET", Routes.AdminActs, ActsAsync);
    }

    static async Task<JsonHttpResult<PoolerList>> PoolersAsync(string? cursor, int? limit, OperatorLists lists, CancellationToken stop)
    {
        var page = await lists.PoolersAsync(Paging.After(cursor), Paging.Limit(limit), stop);
        return TypedResults.Json(new PoolerList(page.Rows, page.AsOf, page.Next), ContractsJson.Default.PoolerList);
    }

    static async Task<JsonHttpResult<FarmerList>> FarmersAsync(string? status, string? cursor, int? limit, OperatorLists lists, CancellationToken stop)
    {
        if (status is not (null or FarmerStatusName.AwaitingFunding or FarmerStatusName.Active or FarmerStatusName.Leaving or FarmerStatusName.Departed))
            throw ApiException.Invalid("status", "awaiting_funding, active, leaving or departed expected");
        var page = await lists.FarmersAsync(status, Paging.After(cursor), Paging.Limit(limit), stop);
        return TypedResults.Json(new FarmerList(page.Rows, page.AsOf, page.Next), ContractsJson.Default.FarmerList);
    }

    static async Task<JsonHttpResult<BlockList>> BlocksAsync(string? cursor, int? limit, OperatorLists lists, CancellationToken stop)
    {
        var page = await lists.BlocksAsync(Paging.After(cursor), Paging.Limit(limit), stop);
        return TypedResults.Json(new BlockList(page.Rows, page.AsOf, page.Next), ContractsJson.Default.BlockList);
    }

    static async Task<JsonHttpResult<ActList>> ActsAsync(bool? unknown, string? cursor, int? limit, OperatorLists lists, CancellationToken stop)
    {
        var page = await lists.ActsAsync(unknown ?? false, Paging.After(cursor), Paging.Limit(limit), stop);
        return TypedResults.Json(new ActList(page.Rows, page.AsOf, page.Next), ContractsJson.Default.ActList);
    }
}
