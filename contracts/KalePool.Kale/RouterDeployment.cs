using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>Which router: a public, immutable contract that makes many calls in one transaction (Creit-Tech/Stellar-Router, version 1).</summary>
/// <param name="ContractId">32 bytes.</param>
/// <param name="CodeHash">SHA-256 of the contract's code, 32 bytes; read it from the chain, another one than known means other rules.</param>
public sealed record RouterDeployment(Opaque ContractId, Opaque CodeHash)
{
    /// <summary>What the router's instance entry tells.</summary>
    /// <exception cref="KaleFormatException">Not the instance of a contract with code of its own.</exception>
    public static RouterDeployment Read(LedgerEntryData instance)
    {
        if (instance is not LedgerEntryData.ContractData { Value.Contract: SCAddress.Contract { Value: var id } }) throw new KaleFormatException("router: a contract's instance expected");
        return KaleCodec.InstanceOf(instance).Executable is ContractExecutable.Wasm { Value: var hash }
            ? new RouterDeployment(id, hash)
            : throw new KaleFormatException("router: a contract with code of its own expected");
    }
}
