using System.Diagnostics.CodeAnalysis;
using KalePool.Backend.Api.Access;
using KalePool.Backend.Ops;
using KalePool.Backend.Ops.Alerts;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Json;
using KalePool.Contracts.Poolers;
using KalePool.Domain.Blocks;
using KalePool.Domain.Poolers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KalePool.Backend.Api;

/// <summary>What poolers call.</summary>
static class PoolerEndpoints
{
    const int MostUrlLength = 2000;

    public static void MapPoolersV1(this IEndpointRouteBuilder routes)
    {
        routes.Serve("POST", Routes.PlantRequest, PlantAsync);
        routes.Serve("POST", Routes.WorkComplete, WorkAsync);
        routes.Serve("POST", Routes.HarvestRequest, HarvestAsync);
        routes.Serve("POST", Routes.Heartbeat, BeatAsync);
    }

    /// <summary>Line by line where the caller asks for it by Accept.</summary>
    static async Task<IResult> PlantAsync(HttpRequest http, PoolerCaller caller, Pool pool, PlantLines lines, BackendSettings settings)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.PlantRequest);
        caller.RequireOwn(request.PoolerId);
        if (request.MaxFarmersCapacity < 0) throw ApiException.Invalid("max_farmers_capacity", "0 or more expected");
        var wait = Waiting.Of(http, settings.PlantTimeout);
        var plants = new RequestPlants(new BlockKey(request.PoolerId, request.BlockIndex), request.MaxFarmersCapacity, (int)wait.TotalMilliseconds);
        if (Accepts.Wants(http, PlantLine.ContentType)) return await lines.StartAsync(plants, http.HttpContext.RequestAborted);
        return TypedResults.Json(PoolerAnswers.Plants(await pool.AskAsync(plants)), ContractsJson.Default.PlantResponse);
    }

    static async Task<JsonHttpResult<WorkCompleteResponse>> WorkAsync(HttpRequest http, PoolerCaller caller, Pool pool, OwedForWorks owed, PoolerRefusals refusals, BackendSettings settings)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.WorkCompleteRequest);
        caller.RequireOwn(request.PoolerId);
        if (request.WorkResults.Count > settings.MaxFarmersPerPooler) throw ApiException.Invalid("work_results", $"at most {settings.MaxFarmersPerPooler} entries expected");
        if (request.WorkResults.DistinctBy(w => w.FarmerId).Count() < request.WorkResults.Count) throw ApiException.Invalid("work_results.farmer_id", "each farmer once expected");
        var works = request.WorkResults.Select(WorkReports.Of).ToList();
        var wait = Waiting.Of(http, settings.PlantTimeout);
        var block = await pool.AskAsync(new ReportWorks(new BlockKey(request.PoolerId, request.BlockIndex), works, (int)wait.TotalMilliseconds));
        refusals.Note(request.PoolerId, PoolerRefusals.WorkNotSeen, PoolerAnswers.NotSeen(block, works));
        return TypedResults.Json(PoolerAnswers.Works(block, works, await owed.OfAsync(block, works, http.HttpContext.RequestAborted)), ContractsJson.Default.WorkCompleteResponse);
    }

    static async Task<JsonHttpResult<HarvestResponse>> HarvestAsync(HttpRequest http, PoolerCaller caller, Pool pool, BackendSettings settings)
    {
        const int mostBlocks = 100;
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.HarvestRequest);
        caller.RequireOwn(request.PoolerId);
        if (request.HarvestBlocks.Count > mostBlocks) throw ApiException.Invalid("harvest_blocks", $"at most {mostBlocks} entries expected");
        if (request.HarvestBlocks.Any(b => b.FarmerIds.Count > settings.MaxFarmersPerPooler)) throw ApiException.Invalid("harvest_blocks.farmer_ids", $"at most {settings.MaxFarmersPerPooler} entries expected");
        if (request.HarvestBlocks.DistinctBy(b => b.BlockIndex).Count() < request.HarvestBlocks.Count) throw ApiException.Invalid("harvest_blocks.block_index", "each block once expected");
        var wait = Waiting.Of(http, settings.HarvestTimeout);
        return TypedResults.Json(PoolerAnswers.Harvests(await Task.WhenAll(request.HarvestBlocks.Select(AskAsync))), ContractsJson.Default.HarvestResponse);

        async Task<(IReadOnlyList<Guid>, IBlockMessage)> AskAsync(HarvestBlock block)
        {
            IReadOnlyList<Guid> asked = [.. block.FarmerIds.Distinct()];
            return (asked, await pool.TryAskAsync(new RequestHarvests(new BlockKey(request.PoolerId, block.BlockIndex), asked, (int)wait.TotalMilliseconds)));
        }
    }

    static async Task<JsonHttpResult<HeartbeatResponse>> BeatAsync(HttpRequest http, PoolerCaller caller, Pool pool, PoolerSightings sightings, PoolerLoads loads, ShareWatch shares, TimeProvider time)
    {
        var request = await Bodies.ReadAsync(http, ContractsJson.Default.HeartbeatRequest);
        caller.RequireOwn(request.PoolerId);
        if (request.StatusUrl is { Length: > MostUrlLength }) throw ApiException.Invalid("status_url", $"at most {MostUrlLength} characters expected");
        loads.Note(request);
        var standing = (PoolerStanding)await pool.AskAsync(new Beat(request.PoolerId));
        await sightings.WriteAsync(request.PoolerId, request.StatusUrl, http.HttpContext.RequestAborted);
        var open = await Task.WhenAll(standing.OpenBlocks.Select(index => pool.BlockAsync(new BlockKey(request.PoolerId, index))));
        var newest = open.LastOrDefault();
        return TypedResults.Json(
            new HeartbeatResponse(
                standing.IsActive,
                time.GetUtcNow(),
                newest?.Block.Index ?? (standing.RecentBlocks.Count > 0 ? standing.RecentBlocks[^1] : 0),
                newest is null ? [] : PoolerAnswers.Planted(newest),
                [.. open.Where(b => b.Farmers.Any(f => f.IsHarvestable)).Select(b => b.Block.Index)],
                shares.CanReceive(request.PoolerId) ? [] : [$"your share cannot be paid: {standing.PublicKey} has no usable KALE trustline; what is owed stays owed, and falls to a farmer who leaves"]),
            ContractsJson.Default.HeartbeatResponse);
    }
}

/// <summary>A pooler's report, checked field by field.</summary>
static class WorkReports
{
    const int HashDigits = 64;
    const int MostCodeLength = 64;

    public static ReportedWork Of(WorkResult result) => result.Status switch
    {
        WorkStatus.Success => new ReportedWork(
            result.FarmerId,
            true,
            result.Nonce ?? throw ApiException.Invalid("work_results.nonce", "expected with a success"),
            IsHash(result.Hash) ? result.Hash : throw ApiException.Invalid("work_results.hash", $"{HashDigits} hex digits expected with a success"),
            result.Zeros,
            result.Gap,
            result.WorkTxHash is null || IsHash(result.WorkTxHash) ? result.WorkTxHash : throw ApiException.Invalid("work_results.work_tx_hash", $"{HashDigits} hex digits expected"),
            null),
        WorkStatus.Failed => new ReportedWork(
            result.FarmerId, false, null, null, null, null, null, IsCode(result.Error) ? result.Error : throw ApiException.Invalid("work_results.error", $"a code such as {ErrorCode.ProcessCrashed} expected with a failure")),
        _ => throw ApiException.Invalid("work_results.status", "success or failed expected"),
    };

    /// <summary>It goes into the journal and the read model: no other characters.</summary>
    static bool IsCode([NotNullWhen(true)] string? text) => text is { Length: > 0 and <= MostCodeLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    static bool IsHash(string? text) => text is { Length: HashDigits } && text.All(char.IsAsciiHexDigit);
}
