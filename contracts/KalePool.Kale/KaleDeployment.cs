using System.Text;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>Which farm: the contract, its code, and its asset.</summary>
/// <param name="ContractId">32 bytes.</param>
/// <param name="CodeHash">SHA-256 of the contract's code, 32 bytes. Another one than known means other rules.</param>
/// <param name="AssetContractId">32 bytes.</param>
/// <param name="Asset">Always issued; KALE itself is an alphanum4.</param>
public sealed record KaleDeployment(Opaque ContractId, Opaque CodeHash, Opaque AssetContractId, Asset Asset)
{
    /// <summary>C…</summary>
    public string Contract => StrKey.Encode(StrKeyKind.Contract, ContractId.Span);

    /// <summary>C…</summary>
    public string AssetContract => StrKey.Encode(StrKeyKind.Contract, AssetContractId.Span);

    /// <summary>KALE.</summary>
    public string AssetCode => Encoding.ASCII.GetString(Asset switch
    {
        Asset.CreditAlphanum4 { Value: var a } => a.AssetCode.Span.TrimEnd((byte)0),
        Asset.CreditAlphanum12 { Value: var a } => a.AssetCode.Span.TrimEnd((byte)0),
        _ => throw NotIssued(),
    });

    /// <summary>The issuing account.</summary>
    public PublicKey Issuer => Asset switch
    {
        Asset.CreditAlphanum4 { Value: var a } => a.Issuer,
        Asset.CreditAlphanum12 { Value: var a } => a.Issuer,
        _ => throw NotIssued(),
    };

    /// <summary>The asset as trustlines name it.</summary>
    public TrustLineAsset TrustLineAsset => Asset switch
    {
        Asset.CreditAlphanum4 { Value: var a } => new TrustLineAsset.CreditAlphanum4(a),
        Asset.CreditAlphanum12 { Value: var a } => new TrustLineAsset.CreditAlphanum12(a),
        _ => throw NotIssued(),
    };

    /// <summary>The id of the asset's contract according to the farm, which is all that is needed to ask for the asset's instance entry.</summary>
    /// <exception cref="KaleFormatException">Not the instance entry of a KALE contract.</exception>
    public static Opaque AssetContractOf(LedgerEntryData farmInstance) => ((SCAddress.Contract)KaleCodec.DecodeFarm(farmInstance).Asset).Value;

    /// <summary>What the instance entries of the farm and of its asset's contract tell.</summary>
    /// <exception cref="KaleFormatException">One of them is no such entry, or the second is not that of the farm's asset.</exception>
    public static KaleDeployment Read(LedgerEntryData farmInstance, LedgerEntryData assetInstance)
    {
        var asset = AssetContractOf(farmInstance);
        if (ContractOf(assetInstance) != asset) throw new KaleFormatException("asset: the entry is another contract's than the farm names");
        if (KaleCodec.InstanceOf(farmInstance).Executable is not ContractExecutable.Wasm { Value: var codeHash })
            throw new KaleFormatException("instance: a contract with code of its own expected");
        return new KaleDeployment(ContractOf(farmInstance), codeHash, asset, AssetOf(KaleCodec.InstanceOf(assetInstance)));
    }

    /// <summary>The asset of an asset contract's instance: Vec[AssetInfo] → Vec[AlphaNum4 or AlphaNum12, {asset_code String, issuer Bytes32}].</summary>
    static Asset AssetOf(SCContractInstance instance)
    {
        if (instance.Executable is not ContractExecutable.StellarAsset) throw new KaleFormatException("asset: a Stellar asset contract expected");
        var info = instance.Storage?.FirstOrDefault(e => e.Key is SCVal.Vec { Value: [SCVal.Symbol { Value: var name }] } && name == "AssetInfo")?.Val;
        if (info is not SCVal.Vec { Value: [SCVal.Symbol { Value: var kind }, { } fields] }) throw new KaleFormatException("asset.AssetInfo: an issued asset expected");
        var reader = StructReader.Of("asset.AssetInfo", fields, 2);
        var code = reader.Field(0, "asset_code") is SCVal.String { Value.Bytes: var text } ? text : throw new KaleFormatException("asset.AssetInfo.asset_code: a string expected");
        var issuer = new PublicKey.PublicKeyTypeEd25519(reader.Bytes(1, "issuer", 32));
        return kind.ToString() switch
        {
            "AlphaNum4" => new Asset.CreditAlphanum4(new AlphaNum4(Padded(code, 4), issuer)),
            "AlphaNum12" => new Asset.CreditAlphanum12(new AlphaNum12(Padded(code, 12), issuer)),
            _ => throw new KaleFormatException($"asset.AssetInfo: AlphaNum4 or AlphaNum12 expected, not {kind}"),
        };
    }

    static Opaque Padded(Opaque code, int length)
    {
        if (code.Length == 0 || code.Length > length) throw new KaleFormatException($"asset.AssetInfo.asset_code: 1 to {length} characters expected, not {code.Length}");
        var bytes = new byte[length];
        code.Span.CopyTo(bytes);
        return bytes;
    }

    static Opaque ContractOf(LedgerEntryData entry) => entry is LedgerEntryData.ContractData { Value.Contract: SCAddress.Contract { Value: var id } }
        ? id
        : throw new KaleFormatException("instance: an entry of a contract expected");

    static InvalidOperationException NotIssued() => new("the farm's asset is an issued one");
}
