using System.Security.Cryptography;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

public static class ContractIds
{
    /// <summary>SHA-256 of the HashIDPreimage of type 8.</summary>
    public static Opaque Of(Network network, ContractIDPreimage preimage)
    {
        HashIDPreimage hashed = new HashIDPreimage.ContractId(new HashIDPreimageContractId(network.Id, preimage));
        return new Opaque(SHA256.HashData(hashed.ToXdr()));
    }

    public static string Address(Opaque contractId) => StrKey.Encode(StrKeyKind.Contract, contractId.Span);
}
