using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>Which code runs for an executable: the asset contract, or what is known under a Wasm hash.</summary>
public sealed class NativeContracts(INativeContract assetContract, IReadOnlyDictionary<Opaque, INativeContract> byWasmHash)
{
    public INativeContract? Find(ContractExecutable executable) => executable switch
    {
        ContractExecutable.StellarAsset => assetContract,
        ContractExecutable.Wasm wasm => byWasmHash.GetValueOrDefault(wasm.Value),
        _ => null,
    };
}
