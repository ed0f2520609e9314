using KalePool.Actors.Ports;
using KalePool.Backend.Storage;

namespace KalePool.Backend.ReadModel;

/// <summary>What fills the read model and what reads it.</summary>
static class ReadModelServices
{
    public static void AddReadModel(this IServiceCollection services)
    {
        services.AddSingleton<ReadModelProjection>().AddSingleton<IProjection>(provider => provider.GetRequiredService<ReadModelProjection>());
        services.AddSingleton<PoolerAccounts>();
    }
}
