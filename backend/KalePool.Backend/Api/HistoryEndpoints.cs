using KalePool.Backend.Api.Access;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Contracts;
using KalePool.Contracts.Farmers;
using KalePool.Contracts.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace KalePool.Backend.Api;

/// <summary>What was done for a farmer, and what came of it.</summary>
static class HistoryEndpoints
{
    /// <summary>Lines of a statement; a spreadsheet takes more at once than a page.</summary>
    const int MostCsvLines = 1000;

    const string OneFarmer = Routes.Farmers + "/{id:guid}";

    public static void MapHistoryV1(this IEndpointRouteBuilder routes)
    {
        routes.Serve("GET", OneFarmer + Routes.Plantings, PlantingsAsync);
        routes.Serve("GET", OneFarmer + Routes.Works, WorksAsync);
        routes.Serve("GET", OneFarmer + Routes.Harvests, HarvestsAsync);
        routes.Serve("GET", OneFarmer + Routes.Statement, StatementAsync);
    }

    static async Task<JsonHttpResult<PlantingList>> PlantingsAsync(Guid id, string? cursor, int? limit, FarmerHistory history, KnownEntities known, CancellationToken stop)
    {
        await ExistingAsync(id, known, stop);
        var page = await history.PlantingsAsync(id, Paging.After(cursor), Paging.Limit(limit), stop);
        return TypedResults.Json(new PlantingList(page.Rows, page.AsOf, page.Next), ContractsJson.Default.PlantingList);
    }

    static async Task<JsonHttpResult<WorkList>> WorksAsync(Guid id, string? cursor, int? limit, FarmerHistory history, KnownEntities known, CancellationToken stop)
    {
        await ExistingAsync(id, known, stop);
        var page = await history.WorksAsync(id, Paging.After(cursor), Paging.Limit(limit), stop);
        return TypedResults.Json(new WorkList(page.Rows, page.AsOf, page.Next), ContractsJson.Default.WorkList);
    }

    static async Task<JsonHttpResult<HarvestList>> HarvestsAsync(Guid id, string? cursor, int? limit, FarmerHistory history, KnownEntities known, CancellationToken stop)
    {
        await ExistingAsync(id, known, stop);
        var page = await history.HarvestsAsync(id, Paging.After(cursor), Paging.Limit(limit), stop);
        return TypedResults.Json(new HarvestList(page.Rows, page.AsOf, page.Next), ContractsJson.Default.HarvestList);
    }

    /// <summary>CSV where the caller asks for it by Accept or by format; where its next page begins stands in the header Link.</summary>
    static async Task<IResult> StatementAsync(Guid id, string? cursor, int? limit, string? format, HttpContext http, StatementReader statements, KnownEntities known, TimeProvider time, CancellationToken stop)
    {
        var isCsv = format switch
        {
            null => Accepts.Wants(http.Request, StatementCsv.ContentType),
            "csv" => true,
            "json" => false,
            _ => throw ApiException.Invalid("format", "json or csv expected"),
        };
        await ExistingAsync(id, known, stop);
        var after = Paging.AfterLine(cursor);
        var lines = Paging.Limit(limit, isCsv ? MostCsvLines : Paging.Most);
        // He has registered, but no projection has come so far yet: nothing has moved.
        var statement = await statements.ReadAsync(id, after, lines, stop) ?? new Statement(id, 0, 0, [], DateTimeOffset.UnixEpoch);
        if (!isCsv) return TypedResults.Json(statement, ContractsJson.Default.Statement);
        if (statement.NextCursor is { } next) http.Response.Headers[HeaderNames.Link] = $"<{http.Request.Path}?format=csv&limit={lines}&cursor={next}>; rel=\"next\"";
        http.Response.Headers[HeaderNames.ContentDisposition] = $"attachment; filename=\"statement-{id:N}-{time.GetUtcNow():yyyy-MM-dd}.csv\"";
        return TypedResults.Text(StatementCsv.Of(statement.Lines), StatementCsv.ContentType);
    }

    static async Task ExistingAsync(Guid id, KnownEntities known, CancellationToken stop)
    {
        if (!await known.IsFarmerAsync(id, stop)) throw ApiException.NotFound($"there is no farmer {id:D}");
    }
}
