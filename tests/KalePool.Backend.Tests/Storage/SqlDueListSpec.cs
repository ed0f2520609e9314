using KalePool.Actors.Ports;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Storage;

public sealed class SqlDueListSpec
{
    [Fact]
    public async Task Holds_each_entity_once_until_it_is_removed()
    {
        using var database = await TestDatabase.MakeAsync();
        var due = new SqlDueList(database.Database);
        var farmer = new DueEntity(DueEntity.Farmer, "a");
        var block = new DueEntity(DueEntity.Block, "a");
        await due.RemoveAsync(farmer, CancellationToken.None);
        await due.AddAsync(farmer, CancellationToken.None);
        await due.AddAsync(farmer, CancellationToken.None);
        await due.AddAsync(block, CancellationToken.None);
        Assert.Equal([block, farmer], await due.ReadAsync(CancellationToken.None));
        await due.RemoveAsync(farmer, CancellationToken.None);
        Assert.Equal([block], await new SqlDueList(database.Database).ReadAsync(CancellationToken.None));
    }
}
