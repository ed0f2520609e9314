using Akka.Cluster.Hosting;
using Akka.Hosting;
using KalePool.Actors.Projection;

namespace KalePool.Actors.Hosting;

/// <summary>The read model's projection.</summary>
public static class ProjectionHosting
{
    public static AkkaConfigurationBuilder AddProjection(this AkkaConfigurationBuilder builder) =>
        builder.WithSingleton<ProjectionActor>("projection", (_, _, resolver) => resolver.Props<ProjectionActor>(), createProxyToo: false);
}
