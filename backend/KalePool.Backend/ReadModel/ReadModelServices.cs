using KalePool.Actors.Ports;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Backend.Storage;

namespace KalePool.Backend.ReadModel;

/// <summary>What fills the read model and what reads it.</summary>
static class ReadModelServices
{
    public static void AddReadModel(this IServiceCollection services)
    {
        services.AddSingleton<ReadModelProjection>().AddSingleton<IProjection>(provider => provider.GetRequiredService<ReadModelProjection>());
        services.AddSingleton<PoolerAccounts>().AddSingleton<PoolerSightings>();
        services.AddSingleton<ReadModelReader>().AddSingleton<FarmerHistory>().AddSingleton<StatementReader>().AddSingleton<OperatorLists>().AddSingleton<CompensationLists>().AddSingleton<JournalPages>();
    }
}
