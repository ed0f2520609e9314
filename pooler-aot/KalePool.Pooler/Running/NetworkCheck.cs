using KalePool.Contracts.Settings;
using KalePool.Kale;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Display;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Running;

/// <summary>Before anything else: is this the network that the settings mean, and are the contracts there?</summary>
sealed class NetworkCheck(IStellarRpc rpc, ChainReader reader, NetworkSettings settings, TimeProvider time, Reporter reporter)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Asks until the server answers.</summary>
    /// <exception cref="SettingsException">It answers, and a setting does not fit.</exception>
    public async Task<Deployed> RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var network = await rpc.GetNetworkAsync(cancellation);
                if (network.Passphrase != settings.Passphrase)
                    throw Wrong("NETWORK_PASSPHRASE", settings.Passphrase, $"{SettingsReader.Shown(network.Passphrase)}, which is what the server at RPC_URL says");
                var deployment = await reader.ReadDeploymentAsync(cancellation);
                var router = settings.RouterContractId is { } id ? await ReadRouterAsync(id, cancellation) : null;
                reporter.Recovered(Party.Rpc);
                return new(deployment, router);
            }
            catch (KaleFormatException e)
            {
                throw Wrong("KALE_CONTRACT_ID", settings.KaleContractId, $"a KALE contract on this network ({e.Message})");
            }
            catch (RpcException e)
            {
                reporter.Trouble(Party.Rpc, e.Message, "waits for it and asks again");
            }
            await Task.Delay(Pause, time, cancellation);
        }
    }

    async Task<RouterDeployment> ReadRouterAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadRouterAsync(StrKey.Decode(StrKeyKind.Contract, id), cancellation);
        }
        catch (KaleFormatException e)
        {
            throw Wrong("ROUTER_CONTRACT_ID", id, $"a router contract on this network ({e.Message})");
        }
    }

    static SettingsException Wrong(string name, string found, string expected) => new([new(name, SettingsReader.Shown(found), expected)]);
}

/// <summary>What is on the chain.</summary>
/// <param name="Router">Null where none is used.</param>
sealed record Deployed(KaleDeployment Kale, RouterDeployment? Router);
