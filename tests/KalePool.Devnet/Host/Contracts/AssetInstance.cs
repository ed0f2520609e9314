using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Contracts;

/// <summary>What an asset's contract keeps in its instance: which asset it is and who may mint.</summary>
public sealed class AssetInstance(HostFrame frame)
{
    static readonly SCVal InfoKey = SCVals.Variant("AssetInfo");

    public static readonly SCVal AdminKey = SCVals.Variant("Admin");

    public Asset Asset { get; } = Read(frame.InstanceGet(InfoKey));

    public SCAddress? Admin => (frame.InstanceGet(AdminKey) as SCVal.Address)?.Value;

    /// <summary>The instance of a credit asset's contract as it is when deployed with <paramref name="admin"/> set.</summary>
    public static SCContractInstance Create(Asset asset, SCAddress admin)
    {
        var code = asset.Code();
        var info = SCVals.Variant(
            code.Length <= 4 ? "AlphaNum4" : "AlphaNum12",
            SCVals.Struct(("asset_code", new SCVal.String(code)), ("issuer", SCVals.Bytes(asset.Issuer()!.Bytes()))));
        var metadata = SCVals.Struct(("decimal", SCVals.U32(7)), ("name", new SCVal.String(asset.Name())), ("symbol", new SCVal.String(code)));
        return new SCContractInstance(new ContractExecutable.StellarAsset(),
        [
            new SCMapEntry(SCVals.Symbol("METADATA"), metadata),
            new SCMapEntry(AdminKey, new SCVal.Address(admin)),
            new SCMapEntry(InfoKey, info),
        ]);
    }

    /// <summary>The native asset's: no administrator.</summary>
    public static SCContractInstance CreateNative()
    {
        var metadata = SCVals.Struct(("decimal", SCVals.U32(7)), ("name", new SCVal.String("native")), ("symbol", new SCVal.String("native")));
        return new SCContractInstance(new ContractExecutable.StellarAsset(), [new SCMapEntry(SCVals.Symbol("METADATA"), metadata), new SCMapEntry(InfoKey, SCVals.Variant("Native"))]);
    }

    static Asset Read(SCVal? info)
    {
        if (info is SCVal.Vec { Value: [SCVal.Symbol, SCVal.Map { Value: [{ Val: SCVal.String code }, { Val: SCVal.Bytes issuer }] }] })
        {
            return Assets.Credit(code.Value.ToString(), LedgerKeys.PublicKey(issuer.Value));
        }
        return Assets.Native;
    }
}
