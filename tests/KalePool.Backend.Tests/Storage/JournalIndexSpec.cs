using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Storage;

public sealed class JournalIndexSpec
{
    [Fact]
    public async Task Lists_each_pooler_once_in_the_order_of_their_creation()
    {
        using var database = await TestDatabase.MakeAsync();
        await database.RunAsync("CREATE TABLE journal (ordering INTEGER PRIMARY KEY, persistence_id TEXT, sequence_number INTEGER)");
        var (first, second) = (Guid.Parse("ffffffff-0000-0000-0000-000000000000"), Guid.Parse("00000000-0000-0000-0000-000000000001"));
        var index = new JournalIndex(database.Database);
        Assert.Empty(await index.PoolersAsync(CancellationToken.None));
        foreach (var (id, number) in new[] { ($"pooler-{first:N}", 1), ($"farmer-{second:N}", 1), ($"pooler-{first:N}", 2), ($"pooler-{second:N}", 1) })
            await database.RunAsync("INSERT INTO journal (persistence_id, sequence_number) VALUES (@id, @number)", new { id, number });
        Assert.Equal([first, second], await index.PoolersAsync(CancellationToken.None));
    }
}
