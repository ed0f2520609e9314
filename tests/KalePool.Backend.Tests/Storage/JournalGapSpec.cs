using System.Text;
using Akka.Actor;
using Akka.Hosting;
using Akka.Persistence.Query;
using Akka.Persistence.Sql.Query;
using Akka.Streams;
using Akka.Streams.Dsl;
using Dapper;
using KalePool.Actors.Hosting;
using KalePool.Backend.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KalePool.Backend.Tests.Storage;

/// <summary>PostgreSQL gives a transaction its ordering ids when it writes and shows them when it commits.</summary>
[Collection(PostgresCollection.Name)]
public sealed class JournalGapSpec(PostgresServer server) : StorageSpec(server)
{
    /// <summary>4 is Akka's own serializer of plain bytes.</summary>
    const string Insert = """
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, identifier, manifest)
        VALUES (0, false, @id, 1, @message, 4, '')
        """;

    static object Row(string id) => new { id, message = Encoding.UTF8.GetBytes(id) };

    [Fact]
    public async Task Is_waited_for_while_a_slow_transaction_may_still_commit()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddAkka("journal-gap", akka => akka
            .AddHocon("akka { loglevel = off, stdout-loglevel = off }", HoconAddMode.Prepend)
            .AddSqlJournal(Db.Database.JournalOptions, Db.Database.ProviderName))).Build();
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Db.RunAsync(Insert, Row("first"));
        var read = PersistenceQuery.Get(system).ReadJournalFor<SqlReadJournal>(SqlReadJournal.Identifier).AllEvents(Offset.NoOffset())
            .Select(e =>
            {
                started.TrySetResult();
                return e.PersistenceId;
            })
            .Take(3).RunWith(Sink.Seq<string>(), system.Materializer());
        await (await Task.WhenAny(started.Task, read).WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System));

        await using var connection = await Db.Database.OpenAsync(CancellationToken.None);
        await using (var slow = await connection.BeginTransactionAsync())
        {
            await connection.ExecuteAsync(Insert, Row("slow"), slow);
            await Db.RunAsync(Insert, Row("quick"));
            await connection.ExecuteAsync("SELECT pg_sleep(2)", transaction: slow);
            await slow.CommitAsync();
        }

        Assert.Equal(["first", "slow", "quick"], await read.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System));
        await host.StopAsync();
    }
}
