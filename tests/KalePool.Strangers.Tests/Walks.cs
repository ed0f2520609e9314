using KalePool.Demo.Harness;

namespace KalePool.Strangers.Tests;

/// <summary>All walks, begun at the same time: they wait for ledgers, not for the processor. Each has a network of its own.</summary>
public sealed class Walks : IAsyncLifetime, IDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly Dictionary<(string Network, string Packages), Task<Walk>> _walks = [];

    public Task InitializeAsync()
    {
        string[] networks = ChainProcess.NoTruthnet is null ? [Walk.Devnet, Walk.Truthnet] : [Walk.Devnet];
        var runtime = NodePackages.InstallAsync("runtime", _stop.Token);
        foreach (var name in JavascriptSdkSpec.Packages)
        {
            var sdk = NodePackages.InstallAsync(name, _stop.Token);
            foreach (var network in networks) _walks[(network, name)] = WalkAsync(network, runtime, sdk);
        }

        return Task.CompletedTask;
    }

    internal Task<Walk> Of(string network, string packages) => _walks[(network, packages)];

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var walk in _walks.Values) await ((Task)walk).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    async Task<Walk> WalkAsync(string network, Task<string> runtime, Task<string> sdk) => await Walk.RunAsync(network, await runtime, await sdk, _stop.Token);
}
