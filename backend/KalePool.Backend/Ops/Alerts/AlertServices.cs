using System.Globalization;
using Akka.Actor;
using KalePool.Backend.Hosting;
using KalePool.Backend.Settings;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>What watches and what tells.</summary>
static class AlertServices
{
    public static void AddAlerts(this IServiceCollection services)
    {
        services.AddSingleton<AlertBoard>().AddSingleton<AlertMeter>().AddSingleton<ToldAlerts>();
        services.AddSingleton(provider => new AlertNode(NameOf(provider.GetRequiredService<BackendSettings>()), () => provider.GetRequiredService<ActorSystem>().IsLeader()));
        services.AddSingleton<PoolerRefusals>().AddSingleton<UnexplainedLosses>().AddSingleton<DatabaseHealth>().AddSingleton<BackupWatch>().AddSingleton<NodeWatch>();
        services.AddSingleton<PoolFigures>().AddSingleton<SuccessWatch>().AddSingleton<LowWallets>().AddSingleton<ShareWatch>().AddSingleton<AlertWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertWatch>()).AddHostedService<AlertSender>();
    }

    /// <summary>Several nodes of one machine differ by their ports.</summary>
    static string NameOf(BackendSettings settings) => string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{settings.Listener.Port}");
}
