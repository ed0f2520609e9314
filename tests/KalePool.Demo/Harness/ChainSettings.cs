using System.Globalization;
using KalePool.Contracts.Settings;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;

namespace KalePool.Demo.Harness;

/// <summary>The chain that the pool runs on: a devnet of its own, or any RPC server's.</summary>
/// <param name="RpcUrl">Of the server that the harness asks: of several the last.</param>
/// <param name="FromLedger">The newest ledger when the run began: before it nothing of ours can have happened.</param>
/// <param name="RouterContractId">C… of the router contract; null where none is known.</param>
/// <param name="RpcUrls">Of every server of the chain, where it has several.</param>
/// <param name="Printed">All that the devnet says of itself, which may still grow; null of another chain.</param>
public sealed record ChainSettings(
    Uri RpcUrl, string NetworkPassphrase, Uri FriendbotUrl, string KaleContractId, int BlockIntervalSeconds, uint? FromLedger = null, string? RouterContractId = null,
    IReadOnlyList<Uri>? RpcUrls = null, IReadOnlyDictionary<string, string>? Printed = null)
{
    /// <summary>What a devnet prints at its start, one KEY=VALUE a line; null until everything needed has been printed.</summary>
    public static ChainSettings? FromPrinted(IReadOnlyDictionary<string, string> printed)
    {
        string[] names = ["RPC_URL", "NETWORK_PASSPHRASE", "FRIENDBOT_URL", "KALE_CONTRACT_ID", "BLOCK_INTERVAL_SECONDS"];
        if (!names.All(printed.ContainsKey)) return null;
        var servers = printed[names[0]].Split(',').Select(url => new Uri(url)).ToList();
        return new ChainSettings(
            servers[^1], printed[names[1]], new Uri(printed[names[2]]), printed[names[3]],
            int.Parse(printed[names[4]], CultureInfo.InvariantCulture), RouterContractId: printed.GetValueOrDefault("ROUTER_CONTRACT_ID"), RpcUrls: servers, Printed: printed);
    }

    /// <summary>Asks the server what it is and looks whether the farm is there.</summary>
    /// <exception cref="ForeignChainException">It is mainnet, gives no test money, or has no such farm.</exception>
    /// <exception cref="RpcException">It does not answer.</exception>
    public static async Task<ChainSettings> ReadAsync(IStellarRpc rpc, ForeignChain chain, int blockSeconds, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(rpc);
        ArgumentNullException.ThrowIfNull(chain);
        var network = await rpc.GetNetworkAsync(stop);
        if (network.Passphrase == NetworkSettings.PublicPassphrase) throw new ForeignChainException("--chain: this is mainnet, and the demo spends what friendbot gives: not with real money");
        var testnet = network.Passphrase == NetworkSettings.TestnetPassphrase;
        if (testnet && blockSeconds != (int)NetworkSettings.PublicBlockInterval.TotalSeconds)
            throw new ForeignChainException($"--block-seconds: {blockSeconds}, but blocks of testnet take 300 s");
        var friendbot = chain.Friendbot ?? (Uri.TryCreate(network.FriendbotUrl, UriKind.Absolute, out var told) ? told : null)
            ?? throw new ForeignChainException("--friendbot: the server names none, so say where test XLM comes from");
        var kale = chain.Kale ?? (testnet ? ForeignChain.TestnetKale : throw new ForeignChainException("--kale: say which contract is KALE; only testnet's is known"));
        var instance = LedgerKeys.ContractInstance(StrKey.Decode(StrKeyKind.Contract, kale));
        if ((await rpc.ReadEntriesAsync([instance], stop)).Find(instance) is null) throw new ForeignChainException($"--kale: no contract {kale} on this chain");
        var latest = await rpc.GetLatestLedgerAsync(stop);
        return new ChainSettings(chain.Rpc, network.Passphrase, friendbot, kale, blockSeconds, latest.Sequence);
    }

    /// <summary>The settings that backend and pooler share. The name of the network follows from its passphrase.</summary>
    public IReadOnlyDictionary<string, string> ForClients() => new Dictionary<string, string>
    {
        ["NETWORK_PASSPHRASE"] = NetworkPassphrase,
        ["RPC_URL"] = string.Join(',', (RpcUrls ?? [RpcUrl]).Select(url => url.AbsoluteUri)),
        ["KALE_CONTRACT_ID"] = KaleContractId,
        ["BLOCK_INTERVAL_SECONDS"] = BlockIntervalSeconds.ToString(CultureInfo.InvariantCulture),
    };
}
