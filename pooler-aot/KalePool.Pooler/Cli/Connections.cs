using KalePool.Pooler.Settings;
using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Cli;

/// <summary>HTTP to the backend and to each RPC server.</summary>
sealed class Connections : IDisposable
{
    readonly SocketsHttpHandler _handler = new() { PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(10), AllowAutoRedirect = false };

    public Connections(PoolerSettings settings)
    {
        Http = new(_handler) { Timeout = Timeout.InfiniteTimeSpan };
        var options = new StellarRpcOptions { Timeout = TimeSpan.FromSeconds(10) };
        Servers = [.. settings.Network.RpcUrls.Select(url => (url, (IStellarRpc)new StellarRpcClient(Http, url, options)))];
    }

    public HttpClient Http { get; }

    public IReadOnlyList<(Uri Url, IStellarRpc Rpc)> Servers { get; }

    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }
}
