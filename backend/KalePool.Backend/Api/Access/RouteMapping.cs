using KalePool.Contracts.Errors;

namespace KalePool.Backend.Api.Access;

/// <summary>Maps routes as their rows say.</summary>
static class RouteMapping
{
    public static void Serve(this IEndpointRouteBuilder routes, string method, string pattern, Delegate handler)
    {
        var row = RouteTable.Find(method, pattern);
        var route = routes.MapMethods(pattern, [method], handler);
        route.WithMetadata(row);
        if (row.Right == Right.Anybody) route.AllowAnonymous();
        else route.RequireAuthorization(row.Right.ToString());
        if (row.Request is { } request) route.Accepts(request, "application/json");
        var others = row.AlsoAs is { } other ? new[] { other } : [];
        foreach (var (status, type) in row.Answers) route.Produces(status, type, type == typeof(string) ? "text/plain" : "application/json", others);
        foreach (var status in ProblemsOf(row)) route.Produces<Problem>(status, Problem.ContentType);
    }

    static IEnumerable<int> ProblemsOf(RouteRow row)
    {
        if (row.Answers[0].Type == typeof(string)) yield break;
        if (row.Request is not null) yield return StatusCodes.Status400BadRequest;
        if (row.Right != Right.Anybody) yield return StatusCodes.Status401Unauthorized;
        if (row.Right != Right.Anybody) yield return StatusCodes.Status403Forbidden;
        if (row.Pattern.Contains('{', StringComparison.Ordinal)) yield return StatusCodes.Status404NotFound;
        if (row.Request is not null) yield return StatusCodes.Status409Conflict;
        yield return StatusCodes.Status429TooManyRequests;
        yield return StatusCodes.Status503ServiceUnavailable;
    }
}
