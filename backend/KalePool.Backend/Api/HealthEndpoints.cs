using Akka.Actor;
using Akka.Cluster;
using KalePool.Backend.Api.Access;
using KalePool.Backend.Chain;
using KalePool.Contracts;
using Microsoft.AspNetCore.RateLimiting;

namespace KalePool.Backend.Api;

/// <summary>Live: the process answers. Ready: it can do its work, journal, cluster and chain included.</summary>
static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.Serve("GET", Routes.Live, [DisableRateLimiting] () => TypedResults.Text("live"));
        routes.Serve("GET", Routes.Ready, [DisableRateLimiting] (FarmWatch watch, ActorSystem system) => WhyNotReady(watch, system) is { } reason
            ? TypedResults.Text(reason, statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Text("ready"));
    }

    static string? WhyNotReady(FarmWatch watch, ActorSystem system)
    {
        if (Cluster.Get(system).SelfMember.Status != MemberStatus.Up) return "cluster: not up yet";
        return watch.Trouble is { } trouble ? $"chain: {trouble}" : watch.Latest is null ? "chain: not read yet" : null;
    }
}
