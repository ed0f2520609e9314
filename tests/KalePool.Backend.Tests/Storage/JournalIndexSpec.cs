using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Storage;

public abstract class JournalIndexSpec(ITestDatabases databases) : StorageSpec(databases)
{
    [Fact]
    public async Task Lists_each_pooler_once_in_the_order_of_their_creation()
    {
        var (first, second) = (Guid.Parse("ffffffff-0000-0000-0000-000000000000"), Guid.Parse("00000000-0000-0000-0000-000000000001"));
        var index = new JournalIndex(Db.Database);
        Assert.Empty(await index.PoolersAsync(CancellationToken.None));
        foreach (var (id, number) in new[] { ($"pooler-{first:N}", 1), ($"farmer-{second:N}", 1), ($"pooler-{first:N}", 2), ($"pooler-{second:N}", 1) })
        {
            await Db.RunAsync(
                "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) VALUES (0, @no, @id, @number, @message)",
                new { no = false, id, number, message = Array.Empty<byte>() });
        }
        Assert.Equal([first, second], await index.PoolersAsync(CancellationToken.None));
        Assert.Equal([second], (await index.FarmersAsync(0, 10, CancellationToken.None)).Select(f => f.Id));
        Assert.True(await index.ContainsAsync($"farmer-{second:N}", CancellationToken.None));
        Assert.False(await index.ContainsAsync($"farmer-{first:N}", CancellationToken.None));
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
