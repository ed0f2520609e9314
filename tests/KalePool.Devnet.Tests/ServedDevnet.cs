using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Devnet.Tests;

/// <summary>Specs of the wire: a devnet behind its HTTP whose ledgers close when the test says so.</summary>
public abstract class ServedDevnet : IAsyncLifetime, IDisposable
{
    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));

    internal HttpClient Http { get; } = new();

    internal DevnetServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = null }, Clock);

    public async Task DisposeAsync() => await Server.DisposeAsync();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Http.Dispose();
}
