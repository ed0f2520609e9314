using System.Globalization;
using KalePool.Backend.Api.Access;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Contracts;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Json;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KalePool.Backend.Api;

/// <summary>Acts whose outcome nobody knows: what an operator says of them, where the chain does not contradict.</summary>
static class ActEndpoints
{
    const int MostReasonLength = 500;
    const int HashDigits = 64;
    const string FarmerPrefix = "farmer-";

    /// <summary>The balance may have to be seen in two ledgers first.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    public static void MapActsV1(this IEndpointRouteBuilder routes) => routes.Serve("POST", Routes.AdminActs + "/{id:guid}" + Routes.Resolve, ResolveAsync);

    static async Task<JsonHttpResult<ResolveActResponse>> ResolveAsync(Guid id, HttpRequest http, Pool pool, OperatorLists lists, CancellationToken stop)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.ResolveActRequest);
        var result = request.Outcome switch
        {
            ActOutcomeName.Success => ActResult.Success,
            ActOutcomeName.Failed => ActResult.Failed,
            ActOutcomeName.NotHappened => ActResult.NotHappened,
            _ => throw ApiException.Invalid("outcome", "success, failed or not_happened expected"),
        };
        if (request.Reason is not { Length: > 0 and <= MostReasonLength } || !Texts.CanBeKept(request.Reason)) throw ApiException.Invalid("reason", $"1 to {MostReasonLength} characters that can be shown expected");
        if (request.TransactionHash is { } hash && (hash.Length != HashDigits || !hash.All(char.IsAsciiHexDigit))) throw ApiException.Invalid("transaction_hash", $"{HashDigits} hex digits expected");
        var act = await lists.ActAsync(id, stop) ?? throw ApiException.NotFound($"there is no act {id:D}");
        if (!act.Entity.StartsWith(FarmerPrefix, StringComparison.Ordinal) || !Guid.TryParseExact(act.Entity.AsSpan(FarmerPrefix.Length), "N", out var farmer))
            throw new ApiException(StatusCodes.Status409Conflict, ErrorCode.Conflict, $"the act is of {act.Entity}: only farmers' acts are resolved");
        await pool.CommandAsync(new ResolveAct(farmer, act.TransactionHash, result, request.TransactionHash?.ToLower(CultureInfo.InvariantCulture), request.Reason), Patience);
        return TypedResults.Json(new ResolveActResponse(id, request.Outcome, act.TransactionHash), ContractsJson.Default.ResolveActResponse);
    }
}
