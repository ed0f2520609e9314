using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KalePool.Devnet.Faults;
using KalePool.Devnet.Rpc;

namespace KalePool.Devnet.Server;

/// <summary>The plan of faults for whoever has the token: <c>GET|PUT|DELETE /faults</c>, and <c>GET /faults/log?after=N</c> of what was done; <c>GET /calls</c> of what each server was asked.</summary>
static class AdminEndpoint
{
    public const long MaxBodyBytes = 1024 * 1024;

    const int TokenBytes = 24;
    const string Scheme = "Bearer ";

    sealed record Refused(IReadOnlyList<string> Errors);

    sealed record Asked(IReadOnlyList<CallTally> Nodes);

    sealed record Done(IReadOnlyList<FaultEntry> Faults);

    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

    public static void Map(WebApplication app, FaultyNetwork network, string token)
    {
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(Scheme + token));
        app.Use((context, next) =>
        {
            var given = SHA256.HashData(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()));
            if (CryptographicOperations.FixedTimeEquals(given, expected)) return next(context);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
        app.MapGet("/faults", () => network.Plan is { } plan ? Results.Bytes(plan.ToJson(), "application/json") : Results.NoContent());
        app.MapPut("/faults", (HttpRequest request) => PutAsync(request, network));
        app.MapDelete("/faults", () =>
        {
            network.Follow(null);
            return Results.NoContent();
        });
        app.MapGet("/calls", () => Results.Json(new Asked([.. network.Nodes.Select(node => node.Counts.Tally())])));
        app.MapGet("/faults/log", (string? after) => long.TryParse(after ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Results.Json(new Done(network.Log.After(number)))
            : Results.Json(new Refused(["after: a number expected"]), statusCode: StatusCodes.Status400BadRequest));
    }

    static async Task<IResult> PutAsync(HttpRequest request, FaultyNetwork network)
    {
        using var body = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            network.Follow(FaultPlan.Parse(body.GetBuffer().AsSpan(0, (int)body.Length)));
            return Results.NoContent();
        }
        catch (BadHttpRequestException tooLarge)
        {
            return Results.StatusCode(tooLarge.StatusCode);
        }
        catch (FaultPlanException wrong)
        {
            return Results.Json(new Refused(wrong.Errors), statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
