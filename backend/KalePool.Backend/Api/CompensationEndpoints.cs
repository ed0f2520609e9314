using KalePool.Backend.Api.Access;
using KalePool.Backend.Chain;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Contracts;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Json;
using KalePool.Domain.Farmers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KalePool.Backend.Api;

/// <summary>What farmers are owed: the list, and that one was paid.</summary>
static class CompensationEndpoints
{
    const int HashDigits = 64;

    public static void MapCompensationsV1(this IEndpointRouteBuilder routes)
    {
        routes.Serve("GET", Routes.AdminCompensations, ListAsync);
        routes.Serve("POST", Routes.AdminCompensations + "/{id:guid}" + Routes.Paid, PaidAsync);
    }

    static async Task<JsonHttpResult<CompensationList>> ListAsync(bool? open, string? cursor, int? limit, CompensationLists lists, CancellationToken stop)
    {
        var page = await lists.PageAsync(open ?? false, Paging.After(cursor), Paging.Limit(limit), stop);
        return TypedResults.Json(new CompensationList(page.Rows, page.AsOf, page.Next), ContractsJson.Default.CompensationList);
    }

    /// <summary>The transaction is read from the chain; a repeat with the same one answers the same.</summary>
    static async Task<JsonHttpResult<CompensationRow>> PaidAsync(Guid id, HttpRequest http, CompensationLists lists, CompensationPayments payments, Pool pool, CancellationToken stop)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.CompensationPaidRequest);
        if (request.TransactionHash.Length != HashDigits || !request.TransactionHash.All(char.IsAsciiHexDigit)) throw ApiException.Invalid("transaction_hash", $"{HashDigits} hex digits expected");
        var hash = request.TransactionHash.ToLowerInvariant();
        var row = await lists.FindAsync(id, stop) ?? throw ApiException.NotFound($"there is no compensation {id:D}");
        if (row.IsPaid)
        {
            return row.PaidTxHash == hash
                ? TypedResults.Json(row, ContractsJson.Default.CompensationRow)
                : throw new ApiException(StatusCodes.Status409Conflict, ErrorCode.Conflict, $"transaction_hash: it was {(row.PaidTxHash is { } other ? $"paid by {other}" : "netted in full, nothing is to be paid")}");
        }
        var paid = await payments.ReadAsync(hash, row.FarmerId, row.BlockIndex, stop);
        return await pool.AskAsync(paid) switch
        {
            CompensationStanding { Compensation: { } now } => TypedResults.Json(
                row with { IsPaid = true, PaidTxHash = now.PaidHash, Netted = now.NettedStroops + now.NettedAtExitStroops, Remaining = 0 }, ContractsJson.Default.CompensationRow),
            FarmerRefused refused => throw ApiException.Of(refused.Failure),
            var other => throw new InvalidOperationException($"a farmer answered {other.GetType().Name}"),
        };
    }
}
