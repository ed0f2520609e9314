using Akka.Actor;
using Akka.Cluster;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>What watches and what tells.</summary>
static class AlertServices
{
    public static void AddAlerts(this IServiceCollection services)
    {
        services.AddSingleton(provider => new AlertBoard(provider.GetRequiredService<TimeProvider>(), () => IsLeader(provider.GetRequiredService<ActorSystem>()), provider.GetRequiredService<ILogger<AlertBoard>>()));
        services.AddSingleton<PoolFigures>().AddSingleton<LowWallets>().AddSingleton<ShareWatch>().AddSingleton<AlertWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertWatch>()).AddHostedService<AlertSender>();
    }

    static bool IsLeader(ActorSystem system)
    {
        var cluster = Cluster.Get(system);
        return cluster.State.Leader is { } leader && leader == cluster.SelfAddress;
    }
}
