using Akka.Actor;
using Akka.Hosting;
using KalePool.Actors.Hosting;
using KalePool.Actors.Poolers;
using KalePool.Actors.Snapshots;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Domain.Poolers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KalePool.Backend.Tests.Storage;

/// <summary>Snapshots in the pool's database, as the journal's plugin writes and reads them.</summary>
public abstract class SnapshotStoreSpec(ITestDatabases databases) : StorageSpec(databases)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Guid _pooler = Guid.NewGuid();

    [Fact]
    public async Task An_entity_is_its_snapshot_and_the_events_after_it()
    {
        using var node = await StartAsync();
        await LiveAsync(node);
        // Only here, to show that they are not read: the pool deletes no event.
        Assert.Equal(SnapshotKeeper.EveryEvents, await Db.RunAsync($"DELETE FROM journal WHERE sequence_number <= {SnapshotKeeper.EveryEvents}"));
        Assert.Equal("after", (await OnceAsync(node)).ApiKeyHash);
        await node.StopAsync();
    }

    [Theory]
    [InlineData("UPDATE snapshot SET manifest = 'pooler-state:99'")]
    [InlineData("UPDATE snapshot SET snapshot = manifest_bytes")]
    public async Task What_cannot_be_read_is_passed_over(string damage)
    {
        using var node = await StartAsync();
        await LiveAsync(node);
        Assert.Equal(1, await Db.RunAsync(damage.Replace("manifest_bytes", "(SELECT message FROM journal WHERE sequence_number = 1)", StringComparison.Ordinal)));
        Assert.Equal("after", (await OnceAsync(node)).ApiKeyHash);
        await node.StopAsync();
    }

    /// <summary>So many events that there is a snapshot, and one more.</summary>
    async Task LiveAsync(IHost node)
    {
        var entity = Start(node);
        entity.Tell(new CreatePooler(_pooler, "a pool", "G", "key", 0, 10));
        for (var i = 2; i <= SnapshotKeeper.EveryEvents; i++) entity.Tell(new RotateKey(_pooler, $"key {i}"));
        await entity.Ask<PoolerStanding>(new RotateKey(_pooler, "after"), Patience);
        await Poll.UntilAsync(async () => await Db.ReadAsync<long>("SELECT count(*) FROM snapshot") == 1, "the snapshot");
        await entity.GracefulStop(Patience);
    }

    async Task<PoolerStanding> OnceAsync(IHost node)
    {
        var entity = Start(node);
        var standing = await entity.Ask<PoolerStanding>(new GetPooler(_pooler), Patience);
        await entity.GracefulStop(Patience);
        return standing;
    }

    IActorRef Start(IHost node) =>
        node.Services.GetRequiredService<ActorSystem>().ActorOf(Props.Create(() => new PoolerActor(_pooler.ToString("N"), TimeProvider.System)));

    async Task<IHost> StartAsync()
    {
        var builder = new HostApplicationBuilder();
        builder.Services.AddAkka("node", akka => akka
            .ConfigureLoggers(loggers => loggers.ClearLoggers()).AddSqlJournal(Db.Database.JournalOptions, Db.Database.ProviderName).AddPoolSerializers());
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}

public sealed class SnapshotStoreOnSqliteSpec() : SnapshotStoreSpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class SnapshotStoreOnPostgresSpec(PostgresServer server) : SnapshotStoreSpec(server);
