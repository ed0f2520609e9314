namespace KalePool.Backend.Tests.Fixtures;

/// <summary>Specs of a backend that has a database of its own, which outlives its stops.</summary>
public abstract class HostOnDatabase(ITestDatabases databases) : IAsyncLifetime
{
    internal TestDatabase Database { get; private set; } = null!;

    internal BackendHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await databases.MakeAsync();
        Host = new BackendHost { DatabaseUrl = Database.Url };
        await Host.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }
}
