using System.Security.Cryptography;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>Where a contract stands before it is deployed: 32 bytes, the SHA-256 of network and origin, so another on every network.</summary>
public static class ContractId
{
    /// <summary>The Stellar asset contract of an asset.</summary>
    public static Opaque OfAsset(Asset asset, Network network) => Of(new ContractIDPreimage.Asset(asset), network);

    /// <param name="salt">32 bytes.</param>
    public static Opaque OfDeployment(SCAddress deployer, Opaque salt, Network network) =>
        Of(new ContractIDPreimage.Address(new ContractIDPreimageFromAddress(deployer, salt)), network);

    public static Opaque Of(ContractIDPreimage origin, Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        HashIDPreimage preimage = new HashIDPreimage.ContractId(new HashIDPreimageContractId(network.Id, origin));
        return SHA256.HashData(preimage.ToXdr());
    }
}
