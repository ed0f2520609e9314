using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Storage;

public abstract class JournalIndexSpec(ITestDatabases databases) : StorageSpec(databases)
{
    [Fact]
    public async Task Knows_an_entity_from_its_first_event_on()
    {
        var (known, unknown) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var number in new[] { 1, 2 })
        {
            await Db.RunAsync(
                "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) VALUES (0, @no, @id, @number, @message)",
                new { no = false, id = $"farmer-{known:N}", number, message = Array.Empty<byte>() });
        }
        var index = new JournalIndex(Db.Database);
        Assert.True(await index.ContainsAsync($"farmer-{known:N}", CancellationToken.None));
        Assert.False(await index.ContainsAsync($"farmer-{unknown:N}", CancellationToken.None));
        Assert.False(await index.ContainsAsync($"pooler-{known:N}", CancellationToken.None));
    }

    [Fact]
    public async Task Lists_farmers_page_by_page()
    {
        var index = new JournalIndex(Db.Database);
        var ids = Enumerable.Range(1, 5).Select(n => new Guid(n, 0, 0, new byte[8])).Reverse().ToList();
        foreach (var id in ids)
        {
            foreach (var number in new[] { 1, 2 })
            {
                await Db.RunAsync(
                    "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) VALUES (0, @no, @id, @number, @message)",
                    new { no = false, id = $"farmer-{id:N}", number, message = Array.Empty<byte>() });
            }
        }

        var first = await index.FarmersAsync(0, 2, CancellationToken.None);
        var second = await index.FarmersAsync(first[^1].Position, 2, CancellationToken.None);
        var third = await index.FarmersAsync(second[^1].Position, 2, CancellationToken.None);

        Assert.Equal(ids, first.Concat(second).Concat(third).Select(f => f.Id));
        Assert.Empty(await index.FarmersAsync(third[^1].Position, 2, CancellationToken.None));
    }
}

public sealed class JournalIndexOnSqliteSpec() : JournalIndexSpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class JournalIndexOnPostgresSpec(PostgresServer server) : JournalIndexSpec(server);
