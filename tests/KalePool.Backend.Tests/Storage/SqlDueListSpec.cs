using KalePool.Actors.Ports;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Storage;

public abstract class SqlDueListSpec(ITestDatabases databases) : StorageSpec(databases)
{
    [Fact]
    public async Task Holds_each_entity_once_until_it_is_removed()
    {
        var due = new SqlDueList(Db.Database);
        var farmer = new DueEntity(DueEntity.Farmer, "a");
        var block = new DueEntity(DueEntity.Block, "a");
        await due.RemoveAsync(farmer, CancellationToken.None);
        await due.AddAsync(farmer, CancellationToken.None);
        await due.AddAsync(farmer, CancellationToken.None);
        await due.AddAsync(block, CancellationToken.None);
        Assert.Equal([block, farmer], await due.ReadAsync(CancellationToken.None));
        await due.RemoveAsync(farmer, CancellationToken.None);
        Assert.Equal([block], await new SqlDueList(Db.Database).ReadAsync(CancellationToken.None));
    }
}

public sealed class SqlDueListOnSqliteSpec() : SqlDueListSpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class SqlDueListOnPostgresSpec(PostgresServer server) : SqlDueListSpec(server);
