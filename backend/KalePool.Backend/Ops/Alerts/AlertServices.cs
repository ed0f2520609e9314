using Akka.Actor;
using KalePool.Backend.Hosting;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>What watches and what tells.</summary>
static class AlertServices
{
    public static void AddAlerts(this IServiceCollection services)
    {
        services.AddSingleton(provider => new AlertBoard(provider.GetRequiredService<TimeProvider>(), () => provider.GetRequiredService<ActorSystem>().IsLeader(), provider.GetRequiredService<ILogger<AlertBoard>>()));
        services.AddSingleton<PoolerRefusals>().AddSingleton<UnexplainedLosses>().AddSingleton<PoolFigures>().AddSingleton<LowWallets>().AddSingleton<ShareWatch>().AddSingleton<AlertWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertWatch>()).AddHostedService<AlertSender>();
    }
}
