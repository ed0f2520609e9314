namespace KalePool.Backend.Tests.Fixtures;

/// <summary>A spec with a prepared database for each test.</summary>
public abstract class StorageSpec(ITestDatabases databases) : IAsyncLifetime
{
    protected TestDatabase Db { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Db = await databases.MakeAsync();
        await Db.Database.PrepareAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await Db.DisposeAsync();
}
