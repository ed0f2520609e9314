using Akka.Actor;
using Akka.Cluster;
using KalePool.Backend.Api.Access;
using KalePool.Backend.Chain;
using KalePool.Backend.Storage;
using KalePool.Contracts;
using Microsoft.AspNetCore.RateLimiting;

namespace KalePool.Backend.Api;

/// <summary>Live: the process answers. Ready: it can do its work, database, cluster and chain included.</summary>
static class HealthEndpoints
{
    /// <summary>Whoever asks for readiness has a time-out of his own, a few seconds as a rule.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.Serve("GET", Routes.Live, [DisableRateLimiting] () => TypedResults.Text("live"));
        routes.Serve("GET", Routes.Ready, [DisableRateLimiting] async (FarmWatch watch, ActorSystem system, Database database, Pool pool, TimeProvider time, CancellationToken cancellation) =>
            await WhyNotReadyAsync(watch, system, database, pool, time, cancellation) is { } reason
            ? TypedResults.Text(reason, statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Text("ready"));
    }

    static async Task<string?> WhyNotReadyAsync(FarmWatch watch, ActorSystem system, Database database, Pool pool, TimeProvider time, CancellationToken cancellation)
    {
        if (Cluster.Get(system).SelfMember.Status != MemberStatus.Up) return "cluster: not up yet";
        if (!await database.AnswersAsync(Patience, time, cancellation)) return "database: does not answer";
        if (!await pool.HasShardsAsync(Patience)) return "cluster: nobody allocates its shards yet";
        return watch.Trouble is { } trouble ? $"chain: {trouble}" : watch.Latest is null ? "chain: not read yet" : null;
    }
}
