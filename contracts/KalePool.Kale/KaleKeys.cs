using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>Ledger keys of the farm and of what its calls touch.</summary>
public static class KaleKeys
{
    const string BlockVariant = "Block";
    const string PailVariant = "Pail";

    /// <summary>A contract's instance, in which the farm's state lives.</summary>
    /// <param name="contractId">32 bytes.</param>
    public static LedgerKey Instance(Opaque contractId) => Data(contractId, new SCVal.LedgerKeyContractInstance(), ContractDataDurability.Persistent);

    /// <param name="hash">SHA-256 of the code, 32 bytes.</param>
    public static LedgerKey Code(Opaque hash) => new LedgerKey.ContractCode(new LedgerKeyContractCode(hash));

    public static LedgerKey Block(Opaque contractId, uint index) => Data(contractId, SCVals.Variant(BlockVariant, SCVals.U32(index)), ContractDataDurability.Temporary);

    public static LedgerKey Pail(Opaque contractId, SCAddress farmer, uint index) =>
        Data(contractId, SCVals.Variant(PailVariant, new SCVal.Address(farmer), SCVals.U32(index)), ContractDataDurability.Temporary);

    public static LedgerKey Account(PublicKey account) => new LedgerKey.Account(new LedgerKeyAccount(account));

    public static LedgerKey TrustLine(PublicKey account, TrustLineAsset asset) => new LedgerKey.Trustline(new LedgerKeyTrustLine(account, asset));

    /// <summary>Where a farmer's KALE is: an account's trustline, or a contract's balance entry.</summary>
    /// <exception cref="ArgumentException">Neither an account nor a contract.</exception>
    public static LedgerKey Balance(KaleDeployment deployment, SCAddress farmer)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return farmer switch
        {
            SCAddress.Account { Value: var account } => TrustLine(account, deployment.TrustLineAsset),
            SCAddress.Contract => Data(deployment.AssetContractId, SCVals.Variant("Balance", new SCVal.Address(farmer)), ContractDataDurability.Persistent),
            _ => throw new ArgumentException("a farmer is an account or a contract", nameof(farmer)),
        };
    }

    /// <summary>The index of a block's key of this farm; null for any other key.</summary>
    public static uint? BlockOf(Opaque contractId, LedgerKey key) =>
        TemporaryOf(contractId, key) is [SCVal.Symbol { Value: var name }, SCVal.U32 { Value: var index }] && name == BlockVariant ? index : null;

    /// <summary>Farmer and index of a pail's key of this farm; null for any other key.</summary>
    public static (SCAddress Farmer, uint Index)? PailOf(Opaque contractId, LedgerKey key) =>
        TemporaryOf(contractId, key) is [SCVal.Symbol { Value: var name }, SCVal.Address { Value: var farmer }, SCVal.U32 { Value: var index }] && name == PailVariant
            ? (farmer, index)
            : null;

    static XdrArray<SCVal>? TemporaryOf(Opaque contractId, LedgerKey key) =>
        key is LedgerKey.ContractData { Value: { Contract: SCAddress.Contract { Value: var id }, Durability: ContractDataDurability.Temporary, Key: SCVal.Vec { Value: { } items } } }
        && id == contractId
            ? items
            : null;

    static LedgerKey.ContractData Data(Opaque contractId, SCVal key, ContractDataDurability durability) =>
        new LedgerKey.ContractData(new LedgerKeyContractData(new SCAddress.Contract(contractId), key, durability));
}
