using Akka.Actor;
using KalePool.Backend.Chain;
using KalePool.Contracts;

namespace KalePool.Backend.Api;

/// <summary>Live: the process answers. Ready: it can do its work, chain and cluster included.</summary>
static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Live, () => TypedResults.Text("live"));
        routes.MapGet(Routes.Ready, (FarmWatch watch, ActorSystem system) =>
        {
            if (watch.Latest is null || watch.Trouble is not null) return Results.Text($"chain: {watch.Trouble ?? "not read yet"}", statusCode: StatusCodes.Status503ServiceUnavailable);
            if (Akka.Cluster.Cluster.Get(system).SelfMember.Status != Akka.Cluster.MemberStatus.Up) return Results.Text("cluster: not up yet", statusCode: StatusCodes.Status503ServiceUnavailable);
            return Results.Text("ready");
        });
    }
}
