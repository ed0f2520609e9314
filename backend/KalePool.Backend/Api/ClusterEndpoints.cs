using Akka.Actor;
using Akka.Cluster;
using KalePool.Actors.Hosting;
using KalePool.Backend.Api.Access;
using KalePool.Contracts;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KalePool.Backend.Api;

/// <summary>The backend's nodes for the operator's eyes.</summary>
static class ClusterEndpoints
{
    public static void MapClusterV1(this IEndpointRouteBuilder routes) => routes.Serve("GET", Routes.AdminCluster, Show);

    static JsonHttpResult<ClusterView> Show(ActorSystem system)
    {
        var cluster = Cluster.Get(system);
        var state = cluster.State;
        var nodes = state.Members.Select(m => new ClusterNodeView(NodeNames.Of(m.Address), m.Status.ToString().ToLowerInvariant(), !state.Unreachable.Contains(m)));
        return TypedResults.Json(new ClusterView(NodeNames.Of(cluster.SelfAddress), [.. nodes.OrderBy(n => n.Node, StringComparer.Ordinal)]), ContractsJson.Default.ClusterView);
    }
}
