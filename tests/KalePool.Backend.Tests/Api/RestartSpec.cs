using System.Net;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;

namespace KalePool.Backend.Tests.Api;

/// <summary>A backend that stops in the middle of a block, and a chain that does.</summary>
public abstract class RestartSpec(ITestDatabases databases) : HostOnDatabase(databases)
{
    [Fact]
    public async Task Goes_on_with_what_it_had_begun()
    {
        var pool = await TestPool.MakeAsync(Host);
        var farmer = await pool.JoinAsync();
        var late = await pool.RegisterAsync();
        var block = Host.PlantIndex;
        (await pool.Client.PostAsync(Routes.PlantRequest, pool.PlantRequest(block), waitSeconds: 0)).With(HttpStatusCode.OK);
        await Poll.UntilAsync(async () => (await TestPool.Admin(Host).GetAsync(Routes.AdminBlock(pool.Id, block))).Status == HttpStatusCode.OK, "the open block");

        await Host.StopAsync();
        await Assert.ThrowsAsync<StorageException>(() => Host.StartAsync(("KALEPOOL_MASTER_KEY", Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray()))));
        await Host.StartAsync();
        // The test's ledgers run far ahead of a farmer who has just woken: the plant must be on its way before they do.
        (await pool.Client.PostAsync(Routes.PlantRequest, pool.PlantRequest(block), waitSeconds: 0)).With(HttpStatusCode.OK);
        await Poll.UntilAsync(() => Host.Devnet.Chain.Waiting == 1, "the plant in the chain's queue");

        var planted = await pool.PlantAsync(block);
        Assert.Equal(1, (int)planted["summary"]["successful_plants"]!);
        Assert.Equal(2, farmer.Sent);
        Assert.Equal("active", (string?)(await farmer.ConfirmAsync()).With(HttpStatusCode.OK)["status"]);
        (await late.ConfirmAsync()).Problem(HttpStatusCode.Conflict, ErrorCode.NotFunded);
        await Host.CloseLedgerAsync();
        await pool.WorkAsync(block, farmer);
        await Host.ReachAsync(block + 1);
        await pool.PlantAsync(block + 1);
        var harvested = (await Host.CloseLedgersUntilAsync(pool.HarvestAsync(block, farmer.Id))).With(HttpStatusCode.OK);
        Assert.Single(harvested["harvest_results"].AsArray());

        await Host.StopAsync();
        await Host.StartAsync();
        Assert.Equal(harvested.Text, (await pool.HarvestAsync(block, farmer.Id)).Text);

        await Host.StopChainAsync();
        var anybody = new PoolClient(Host.Http, null);
        await Poll.UntilAsync(async () => (await anybody.GetAsync(Routes.Ready)).Status == HttpStatusCode.ServiceUnavailable, "the end of readiness");
        Assert.StartsWith("chain: ", (await anybody.GetAsync(Routes.Ready)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync(Routes.Live)).Status);
        (await farmer.ShowAsync()).Problem(HttpStatusCode.ServiceUnavailable, ErrorCode.ChainUnavailable);
    }
}

[Collection(ApiCollection.Name)]
public sealed class RestartOnSqliteSpec() : RestartSpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class RestartOnPostgresSpec(PostgresServer server) : RestartSpec(server);
