using KalePool.Contracts.Settings;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Rpc.Nodes;

namespace KalePool.Backend.Chain;

/// <summary>The RPC servers of the settings as one.</summary>
static class RpcServers
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static StellarRpcNodes Of(NetworkSettings network, TimeProvider time, ILogger<StellarRpcNodes> log)
    {
        var http = new HttpClient();
        var options = new StellarRpcOptions { Timeout = Timeout, TimeProvider = time };
        return new StellarRpcNodes([.. network.RpcUrls.Select(url => (url, (IStellarRpc)new StellarRpcClient(http, url, options)))], network.Passphrase, time, (node, trouble) =>
        {
            if (trouble is null) log.LogInformation("the RPC server {Node} is used again", node);
            else log.LogWarning("the RPC server {Node} is not used: {Trouble}", node, trouble);
        });
    }
}
