namespace KalePool.Backend.Custody;

/// <summary>Refuses to run with a master key that does not open the wallets that are there.</summary>
public sealed class CustodyGuard(WalletKeys keys) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => keys.RequireMasterKeyAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
