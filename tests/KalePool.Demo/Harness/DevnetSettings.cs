using System.Globalization;

namespace KalePool.Demo.Harness;

/// <summary>What the devnet prints at its start, one KEY=VALUE a line.</summary>
public sealed record DevnetSettings(
    Uri RpcUrl, string NetworkPassphrase, Uri FriendbotUrl, string KaleContractId, string RouterContractId,
    string KaleAssetIssuer, string KaleAssetContractId, int BlockIntervalSeconds)
{
    static readonly string[] Names =
    [
        "RPC_URL", "NETWORK_PASSPHRASE", "FRIENDBOT_URL", "KALE_CONTRACT_ID", "ROUTER_CONTRACT_ID",
        "KALE_ASSET_ISSUER", "KALE_ASSET_CONTRACT_ID", "BLOCK_INTERVAL_SECONDS",
    ];

    /// <summary>Null until every name has been printed.</summary>
    public static DevnetSettings? From(IReadOnlyDictionary<string, string> printed) =>
        !Names.All(printed.ContainsKey)
            ? null
            : new DevnetSettings(
                new Uri(printed["RPC_URL"]), printed["NETWORK_PASSPHRASE"], new Uri(printed["FRIENDBOT_URL"]), printed["KALE_CONTRACT_ID"],
                printed["ROUTER_CONTRACT_ID"], printed["KALE_ASSET_ISSUER"], printed["KALE_ASSET_CONTRACT_ID"],
                int.Parse(printed["BLOCK_INTERVAL_SECONDS"], CultureInfo.InvariantCulture));

    /// <summary>The settings that backend and pooler share.</summary>
    public IReadOnlyDictionary<string, string> ForClients() => new Dictionary<string, string>
    {
        ["STELLAR_NETWORK"] = "DEVNET",
        ["NETWORK_PASSPHRASE"] = NetworkPassphrase,
        ["RPC_URL"] = RpcUrl.AbsoluteUri,
        ["KALE_CONTRACT_ID"] = KaleContractId,
        ["BLOCK_INTERVAL_SECONDS"] = BlockIntervalSeconds.ToString(CultureInfo.InvariantCulture),
    };
}
