using System.Security.Cryptography;
using System.Text;
using KalePool.Audit.Farm;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Audit.Evidence;

/// <summary>The asset that the farm mints, as its own contract names it, and the contract that reports XLM.</summary>
/// <param name="Contract">C… of the asset's contract; XlmContract likewise.</param>
public sealed record AuditedAsset(string Contract, TrustLineAsset Line, string XlmContract)
{
    /// <param name="farm">The KALE contract's instance.</param>
    /// <returns>C… of the asset's contract.</returns>
    /// <exception cref="EvidenceException">The instance names none.</exception>
    public static string ContractOf(LedgerEntryData farm) =>
        Values.Address(Stored(farm, new SCVal.Vec([new SCVal.Symbol("HomesteadAsset")])))
            ?? throw new EvidenceException("the KALE contract's instance does not name its asset");

    /// <param name="contract">C… that the KALE contract named.</param>
    /// <param name="instance">The instance of that contract.</param>
    /// <exception cref="EvidenceException">It is no asset's contract, or not that of the asset it claims to be.</exception>
    public static AuditedAsset Read(Network network, string contract, LedgerEntryData instance)
    {
        var metadata = Stored(instance, new SCVal.Symbol("METADATA"));
        var name = metadata is null ? null : Values.Fields(metadata)?.GetValueOrDefault("name");
        if (name is not SCVal.String(var text) || text.ToString().Split(':') is not [var code, var issuer]
            || !StrKey.TryDecode(StrKeyKind.Account, issuer, out var key) || code.Length is 0 or > 12)
            throw new EvidenceException($"{contract} has no metadata of an issued asset");
        var by = new PublicKey.PublicKeyTypeEd25519(key);
        var bytes = Encoding.ASCII.GetBytes(code.PadRight(code.Length <= 4 ? 4 : 12, '\0'));
        var (asset, line) = code.Length <= 4
            ? ((Asset)new Asset.CreditAlphanum4(new AlphaNum4(bytes, by)), (TrustLineAsset)new TrustLineAsset.CreditAlphanum4(new AlphaNum4(bytes, by)))
            : (new Asset.CreditAlphanum12(new AlphaNum12(bytes, by)), new TrustLineAsset.CreditAlphanum12(new AlphaNum12(bytes, by)));
        if (ContractId(network, asset) != contract) throw new EvidenceException($"{contract} is not the contract of {text}");
        return new AuditedAsset(contract, line, ContractId(network, new Asset.Native()));
    }

    static string ContractId(Network network, Asset asset)
    {
        var preimage = new HashIDPreimage.ContractId(new HashIDPreimageContractId(network.Id, new ContractIDPreimage.Asset(asset)));
        return StrKey.Encode(StrKeyKind.Contract, SHA256.HashData(((HashIDPreimage)preimage).ToXdr()));
    }

    static SCVal? Stored(LedgerEntryData instance, SCVal key) =>
        instance is LedgerEntryData.ContractData { Value.Val: SCVal.ContractInstance(var contract) }
            ? contract.Storage?.FirstOrDefault(e => e.Key == key)?.Val
            : null;
}
