using Akka.Actor;
using Akka.Hosting;
using KalePool.Actors.Hosting;
using KalePool.Actors.Poolers;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Domain.Poolers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KalePool.Backend.Tests.Storage;

/// <summary>An entity that moves between nodes, and comes back to one where it has been.</summary>
[Collection(PostgresCollection.Name)]
public sealed class JournalWritersSpec(PostgresServer server) : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Guid _pooler = Guid.NewGuid();
    TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await server.MakeAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Nothing_is_left_out_of_what_it_wrote_anywhere()
    {
        await using var database = Database.Of(_database.Settings);
        await database.PrepareAsync(CancellationToken.None);
        using var first = await StartAsync(database);
        using var second = await StartAsync(database);

        await TellAsync(first, new CreatePooler(_pooler, "a pool", "G", "key 1", 0, 10));
        await TellAsync(second, new RotateKey(_pooler, "key 2"));
        await TellAsync(first, new RotateKey(_pooler, "key 3"));
        Assert.Equal("key 3", (await TellAsync(second, new GetPooler(_pooler))).ApiKeyHash);
        await TellAsync(second, new RotateKey(_pooler, "key 4"));
        Assert.Equal("key 4", (await TellAsync(first, new GetPooler(_pooler))).ApiKeyHash);

        await Task.WhenAll(first.StopAsync(), second.StopAsync());
    }

    static async Task<IHost> StartAsync(Database database)
    {
        var builder = new HostApplicationBuilder();
        builder.Services.AddAkka("node", akka => akka
            .ConfigureLoggers(loggers => loggers.ClearLoggers()).AddSqlJournal(database.JournalOptions, database.ProviderName).AddPoolSerializers());
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>One life of the entity on that node.</summary>
    async Task<PoolerStanding> TellAsync(IHost node, IPoolerMessage message)
    {
        var system = node.Services.GetRequiredService<ActorSystem>();
        var entity = system.ActorOf(Props.Create(() => new PoolerActor(_pooler.ToString("N"), TimeProvider.System)));
        var standing = await entity.Ask<PoolerStanding>(message, Patience);
        await entity.GracefulStop(Patience);
        return standing;
    }
}
