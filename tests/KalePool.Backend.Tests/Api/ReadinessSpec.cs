using System.Net;
using KalePool.Backend.Settings;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;

namespace KalePool.Backend.Tests.Api;

/// <summary>A backend whose database goes away and comes back.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ReadinessSpec(PostgresServer server) : HostOnDatabase(server)
{
    [Fact]
    public async Task Is_lost_with_the_database_and_comes_back_with_it()
    {
        var name = ((DatabaseSettings.Postgres)Database.Settings).Database;
        var anybody = new PoolClient(Host.Http, null);
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync(Routes.Ready)).Status);

        await server.RunAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await server.RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        await Poll.UntilAsync(async () => (await anybody.GetAsync(Routes.Ready)).Status == HttpStatusCode.ServiceUnavailable, "the end of readiness");
        Assert.Equal("database: does not answer", (await anybody.GetAsync(Routes.Ready)).Text);
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync(Routes.Live)).Status);

        await server.RunAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
        await Poll.UntilAsync(async () => (await anybody.GetAsync(Routes.Ready)).Status == HttpStatusCode.OK, "readiness again");
    }
}
