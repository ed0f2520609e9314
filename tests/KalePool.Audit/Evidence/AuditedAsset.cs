using KalePool.Audit.Farm;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Audit.Evidence;

/// <summary>The asset that the farm mints, as its own contract names it, and the contract that reports XLM.</summary>
/// <param name="Id">C… of the asset's contract; XlmId that of XLM's.</param>
public sealed record AuditedAsset(string Id, Asset Asset, string XlmId)
{
    /// <param name="farm">The KALE contract's instance.</param>
    /// <returns>C… of the asset's contract.</returns>
    /// <exception cref="EvidenceException">The instance names none.</exception>
    public static string ContractOf(LedgerEntryData farm) =>
        Values.Address(Stored(farm, SCVals.Variant("HomesteadAsset")))
            ?? throw new EvidenceException("the KALE contract's instance does not name its asset");

    /// <param name="contract">C… that the KALE contract named.</param>
    /// <param name="instance">The instance of that contract.</param>
    /// <exception cref="EvidenceException">It is no asset's contract, or not that of the asset it claims to be.</exception>
    public static AuditedAsset Read(Network network, string contract, LedgerEntryData instance)
    {
        var metadata = Stored(instance, SCVals.Symbol("METADATA"));
        var name = metadata is null ? null : Values.Fields(metadata)?.GetValueOrDefault("name");
        if (name is not SCVal.String(var text)) throw new EvidenceException($"{contract} has no metadata of an asset");
        Asset asset;
        try
        {
            asset = Assets.Parse(text.ToString());
        }
        catch (FormatException e)
        {
            throw new EvidenceException($"{contract} calls itself '{text}': {e.Message}", e);
        }

        if (Contract(asset, network) != contract) throw new EvidenceException($"{contract} is not the contract of {text}");
        return new AuditedAsset(contract, asset, Contract(Assets.Native, network));
    }

    static string Contract(Asset asset, Network network) => new SCAddress.Contract(ContractId.OfAsset(asset, network)).ToText();

    static SCVal? Stored(LedgerEntryData instance, SCVal key) =>
        instance is LedgerEntryData.ContractData { Value.Val: SCVal.ContractInstance(var contract) }
            ? contract.Storage?.FirstOrDefault(e => e.Key == key)?.Val
            : null;
}
