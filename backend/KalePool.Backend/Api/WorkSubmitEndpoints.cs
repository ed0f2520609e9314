using KalePool.Backend.Api.Access;
using KalePool.Backend.Ops;
using KalePool.Backend.Settings;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Json;
using KalePool.Contracts.Poolers;
using KalePool.Domain.Blocks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KalePool.Backend.Api;

/// <summary>Works that a pooler hands over for the backend to submit.</summary>
static class WorkSubmitEndpoints
{
    const int HashDigits = 64;

    public static void MapWorkSubmitV1(this IEndpointRouteBuilder routes) => routes.Serve("POST", Routes.WorkSubmit, SubmitAsync);

    /// <summary>Answered when what is accepted is in the journal; a repeat is answered the same.</summary>
    static async Task<JsonHttpResult<WorkSubmitResponse>> SubmitAsync(HttpRequest http, PoolerCaller caller, Pool pool, PoolerRefusals refusals, BackendSettings settings)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.WorkSubmitRequest);
        caller.RequireOwn(request.PoolerId);
        if (settings.Operator.Key is null) throw new ApiException(StatusCodes.Status409Conflict, ErrorCode.Conflict, "OPERATOR_SECRET_KEY is not set at the backend: it submits no works, set WORK_SUBMISSION to pooler");
        if (request.Work.Count > settings.MaxFarmersPerPooler) throw ApiException.Invalid("work", $"at most {settings.MaxFarmersPerPooler} entries expected");
        if (request.Work.DistinctBy(w => w.FarmerId).Count() < request.Work.Count) throw ApiException.Invalid("work.farmer_id", "each farmer once expected");
        var works = request.Work.Select(Of).ToList();
        var (key, accepted, refused) = (new BlockKey(request.PoolerId, request.BlockIndex), new List<Guid>(), new List<RefusedWork>());
        // An empty list asks whether works are taken for that block at all.
        foreach (var page in works.Count == 0 ? [[]] : works.Chunk(BlockWorks.MostTogether))
        {
            var answer = await pool.AskAsync(new SubmitWorks(key, page));
            // What was accepted before stays accepted, and is again when the pooler repeats itself.
            if (answer.Refused.FirstOrDefault(r => r.Failure.Code == ErrorCode.ChainUnavailable) is { } unknown) throw ApiException.Of(unknown.Failure);
            accepted.AddRange(answer.Accepted);
            refused.AddRange(answer.Refused);
            foreach (var work in answer.Refused) refusals.Note(request.PoolerId, work.Failure.Code);
        }
        return TypedResults.Json(new WorkSubmitResponse(accepted, [.. refused.Select(r => new RejectedWork(r.FarmerId, r.Failure.Code, r.Failure.Message))]), ContractsJson.Default.WorkSubmitResponse);
    }

    static HandedWork Of(SubmittedWork work) => work.Hash is { Length: HashDigits } hash && hash.All(char.IsAsciiHexDigit)
        ? new HandedWork(work.FarmerId, work.Nonce, hash.ToLowerInvariant())
        : throw ApiException.Invalid("work.hash", $"{HashDigits} hex digits expected");
}
