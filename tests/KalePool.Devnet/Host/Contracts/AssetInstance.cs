using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Contracts;

/// <summary>What an asset's contract keeps in its instance: which asset it is and who may mint.</summary>
public sealed class AssetInstance(HostFrame frame)
{
    static readonly SCVal InfoKey = SCVals.Variant("AssetInfo");

    /// <summary>Of every asset: a stroop is 10^-7.</summary>
    public const uint Decimals = 7;

    public static readonly SCVal AdminKey = SCVals.Variant("Admin");

    public Asset Asset { get; } = Read(frame.InstanceGet(InfoKey));

    public SCAddress? Admin => (frame.InstanceGet(AdminKey) as SCVal.Address)?.Value;

    /// <summary>The instance of a credit asset's contract as it is when deployed with <paramref name="admin"/> set.</summary>
    public static SCContractInstance Create(Asset asset, SCAddress admin)
    {
        var code = asset.Code();
        var info = SCVals.Variant(
            code.Length <= 4 ? "AlphaNum4" : "AlphaNum12",
            SCVals.Struct(("asset_code", new SCVal.String(new XdrString(Padded(asset)))), ("issuer", SCVals.Bytes(asset.Issuer()!.Bytes()))));
        var metadata = SCVals.Struct(("decimal", SCVals.U32(Decimals)), ("name", new SCVal.String(asset.Name())), ("symbol", new SCVal.String(code)));
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
        var metadata = SCVals.Struct(("decimal", SCVals.U32(Decimals)), ("name", new SCVal.String("native")), ("symbol", new SCVal.String("native")));
        return new SCContractInstance(new ContractExecutable.StellarAsset(), [new SCMapEntry(SCVals.Symbol("METADATA"), metadata), new SCMapEntry(InfoKey, SCVals.Variant("Native"))]);
    }

    /// <summary>The code is kept with its zeros.</summary>
    static Opaque Padded(Asset asset) => asset switch
    {
        Asset.CreditAlphanum4 credit => credit.Value.AssetCode,
        Asset.CreditAlphanum12 credit => credit.Value.AssetCode,
        _ => throw new ArgumentException("an issued asset expected", nameof(asset)),
    };

    static Asset Read(SCVal? info)
    {
        if (info is SCVal.Vec { Value: [SCVal.Symbol, SCVal.Map { Value: [{ Val: SCVal.String code }, { Val: SCVal.Bytes issuer }] }] })
        {
            return Assets.Credit(code.Value.ToString().TrimEnd('\0'), LedgerKeys.PublicKey(issuer.Value));
        }
        return Assets.Native;
    }
}
