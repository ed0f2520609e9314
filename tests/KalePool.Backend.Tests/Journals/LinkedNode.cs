using Akka.Actor;
using Akka.Hosting;
using KalePool.Actors.Hosting;
using KalePool.Actors.Poolers;
using KalePool.Actors.Serialization;
using KalePool.Backend.Storage;
using KalePool.Domain.Poolers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KalePool.Backend.Tests.Journals;

/// <summary>A node with nothing but the journal as the backend sets it up, and poolers who write into it.</summary>
sealed class LinkedNode : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly IHost _host;

    LinkedNode(IHost host) => _host = host;

    /// <param name="isLinked">False: the journal's plugin as it comes.</param>
    public static async Task<LinkedNode> StartAsync(Database database, bool isLinked = true)
    {
        var builder = new HostApplicationBuilder();
        builder.Services.AddAkka("node", akka => akka
            .ConfigureLoggers(loggers => loggers.ClearLoggers()).AddSqlJournal(database.JournalOptions, database.ProviderName).AddPoolSerializers()
            .AddHocon(isLinked ? "" : "akka.persistence.journal.sql.class = \"Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql\"", HoconAddMode.Prepend));
        var host = builder.Build();
        await host.StartAsync();
        return new LinkedNode(host);
    }

    /// <summary>One life of a pooler: he is made where he is not yet, then gets so many other keys.</summary>
    public async Task LiveAsync(Guid pooler, int keys)
    {
        var entity = Start(pooler);
        await entity.Ask<PoolerStanding>(new CreatePooler(pooler, "a pool", $"G{pooler:N}", $"key {pooler:N}", 0, 10), Patience);
        for (var i = 0; i < keys; i++) await entity.Ask<PoolerStanding>(new RotateKey(pooler, $"key {Guid.NewGuid():N}"), Patience);
        await entity.GracefulStop(Patience);
    }

    /// <summary>A pooler's life that ends with an event larger than any may be.</summary>
    public async Task FailAsync(Guid pooler)
    {
        var entity = Start(pooler);
        entity.Tell(new RotateKey(pooler, new string('k', DomainSerializer.MaxBytes)));
        await entity.WatchAsync().WaitAsync(Patience, TimeProvider.System);
    }

    IActorRef Start(Guid pooler) => _host.Services.GetRequiredService<ActorSystem>().ActorOf(Props.Create(() => new PoolerActor(pooler.ToString("N"), TimeProvider.System)));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
