using KalePool.Actors.Blocks;
using KalePool.Actors.Ports;
using KalePool.Backend.Api;
using KalePool.Backend.Api.Access;
using KalePool.Backend.Chain;
using KalePool.Backend.Custody;
using KalePool.Backend.Ops;
using KalePool.Backend.Ops.Alerts;
using KalePool.Backend.Ops.Tracing;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Backend.Viewing;
using KalePool.Pages.Hosting;
using KalePool.Pages.Ports;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Rpc.Nodes;
using Serilog;

namespace KalePool.Backend.Hosting;

/// <summary>The backend's composition.</summary>
public static class BackendApp
{
    /// <summary>The largest body: a work report of 100 farmers takes about 40 kB.</summary>
    const long MostBodyBytes = 256 * 1024;

    public static WebApplication Build(BackendSettings settings, Database database, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(database);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "kalepool", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        // What is served is what was built: else a program that was not published would look for any file that is asked for.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenForApi(settings.Listener);
            kestrel.ListenForMetrics(settings.Metrics);
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
        });
        builder.Services.AddSerilog(log => TraceHosting.Configure(log, settings));
        builder.Services.AddPool(settings, database, time);
        var app = builder.Build();
        app.UseMetricsPort();
        app.UseStatedProxies(settings.Listener);
        app.UseRequestLog();
        app.UseApiTimes();
        app.UseProblems();
        app.UseAnswerRules();
        app.UsePageRules();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapPages(Policies.OfPage, Path.Combine(AppContext.BaseDirectory, "kalepool.staticwebassets.endpoints.json"));
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapHealth();
        app.MapPoolersV1();
        app.MapWorkSubmitV1();
        app.MapFarmersV1();
        app.MapHistoryV1();
        app.MapPayoutWalletsV1();
        app.MapAdminV1();
        app.MapLossesV1();
        app.MapClusterV1();
        app.MapOperatorListsV1();
        app.MapCompensationsV1();
        app.MapActsV1();
        app.MapJournalV1();
        return app;
    }

    static void AddPool(this IServiceCollection services, BackendSettings settings, Database database, TimeProvider time)
    {
        var network = new Network(settings.Network.Passphrase);
        services.AddSingleton(settings).AddSingleton(database).AddSingleton(time).AddSingleton(network);
        services.AddSingleton(MasterKeys.Of(settings, database)).AddSingleton(AdminKeyOf(settings, database));
        services.AddSingleton(new FarmWatchOptions(network, settings.Network.KaleContractId, (int)settings.Network.BlockInterval.TotalSeconds, settings.Network.RouterContractId));
        services.AddSingleton<IStellarRpc>(provider => RpcServers.Of(settings.Network, time, provider.GetRequiredService<ILogger<StellarRpcNodes>>()));
        services.AddSingleton(new BlockLimits(settings.MaxPlantBatchSize));
        services.AddSingleton<DepositCursor>().AddSingleton<OutgoingTransfers>().AddSingleton<DepositPositions>().AddSingleton<ResourceFees>().AddSingleton<WalletNeeds>();
        services.AddSingleton<WalletKeys>().AddSingleton<Challenges>().AddSingleton<PayoutWallets>().AddSingleton<JournalIndex>().AddSingleton<FarmWatch>();
        services.AddSingleton<IFarmChain, FarmChain>().AddSingleton<IFarmerActs, FarmerActs>().AddSingleton<IDueList, SqlDueList>();
        services.AddSingleton(settings.Operator).AddSingleton<OperatorKeys>().AddSingleton<FeeSponsor>().AddSingleton<IAccountActs, AccountActs>().AddSingleton(settings.Operator.PlanWith(settings.Network.RouterContractId));
        services.AddReadModel();
        services.AddSingleton<Pool>().AddSingleton<PlantLines>().AddSingleton<FarmerViews>().AddSingleton<FarmerWishes>().AddSingleton<BlockReader>().AddSingleton<ShareWallets>().AddSingleton<CompensationPayments>().AddSingleton<CompensationSearch>().AddSingleton<CompensationActs>().AddSingleton<OwedForWorks>();
        services.AddAccess();
        services.AddPages();
        services.AddSingleton<IPoolReadings, PoolReadings>().AddSingleton<IFarmerActions, FarmerActions>();
        services.AddApiDocument();
        services.AddPoolMetrics();
        services.AddTracing();
        services.AddAlerts();
        services.AddRateLimits(settings.RateLimitRequestsPerMinute);
        services.AddHostedService<JournalGuard>().AddHostedService<CustodyGuard>();
        services.AddNode(settings.Cluster, database);
        services.AddHostedService(provider => provider.GetRequiredService<FarmWatch>());
        services.AddHostedService<DepositWatch>().AddHostedService<PailRecovery>().AddHostedService<OperatorStart>().AddHostedService<CompensationPayer>();
    }

    static AdminKey AdminKeyOf(BackendSettings settings, Database database)
    {
        if (settings.AdminKey is { } given) return AdminKey.Of(given);
        var path = database.Path + ".admin-key";
        var key = AdminKey.Of(SecretFile.ReadOrMake(path, () => AccessKey.MakeAdmin(settings.ApiKeyBytes), text => text.Length >= BackendSettings.LeastAdminKeyLength, out var made));
        if (made) Console.Error.WriteLine($"the admin key was made and is in {path}");
        return key;
    }
}
