using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>Footprints and resources of the farm's calls, written down without simulation, for calls that their authoriser sends himself.</summary>
/// <remarks>Measured in the real host: at most 1.2 M instructions for a plant, 1.1 M for a work, 0.97 M and 20 k a decay period for a harvest; write bytes 1 516,
/// 1 400 without a stake, 1 408 and 116. A call that meets another state than the one measured needs up to 60 000 instructions more, a paused farm 40 bytes, a
/// trustline with liabilities or a sponsor some dozens more. What is declared and not used costs little: 10 000 instructions 7 stroops.</remarks>
public static class KaleFootprints
{
    /// <summary>Instructions declared for any call.</summary>
    public const uint Instructions = 1_500_000;

    /// <summary>A trustline is 116 bytes, its extensions under 100.</summary>
    public const uint DiskReadBytes = 216;

    /// <summary>Write bytes of a plant with a stake; 1 516 are needed.</summary>
    public const uint PlantWriteBytes = 1_620;

    /// <summary>Write bytes of a plant of 0; 1 400 are needed.</summary>
    public const uint BarePlantWriteBytes = 1_500;

    /// <summary>Write bytes of a plant that survives the boundary; 2 216 are needed, since every written key that exists counts.</summary>
    public const uint WidePlantWriteBytes = 2_400;

    /// <summary>Write bytes of a work; 1 408 are needed.</summary>
    public const uint WorkWriteBytes = 1_508;

    /// <summary>Write bytes of a harvest; 116 are needed.</summary>
    public const uint HarvestWriteBytes = 216;

    /// <summary>The issuer's account, which the asset's contract asks what a contract's first balance may do: 160 bytes and 40 or more for each of its signers.</summary>
    public const uint IssuerReadBytes = 1_100;

    /// <summary>Write bytes of a contract's harvest: its balance is an entry of 236 bytes.</summary>
    public const uint ContractHarvestWriteBytes = 336;

    /// <summary>A plant that lands in block <paramref name="index"/>, whether it opens or joins it, and traps in any other.</summary>
    /// <param name="amount">Stroops.</param>
    public static SorobanResources Plant(KaleDeployment deployment, SCAddress farmer, uint index, Int128 amount) => Plant(deployment, farmer, [index], amount);

    /// <summary>A plant that lands in whichever is open, block <paramref name="index"/> or the next one. It also serves where block <paramref name="index"/> is gone
    /// before its boundary (removed, or expired on a network with short lives): the contract looks for it, then opens the next.</summary>
    /// <param name="amount">Stroops.</param>
    public static SorobanResources PlantWide(KaleDeployment deployment, SCAddress farmer, uint index, Int128 amount) =>
        Plant(deployment, farmer, [index, checked(index + 1)], amount);

    /// <summary>A work in block <paramref name="index"/>.</summary>
    public static SorobanResources Work(KaleDeployment deployment, SCAddress farmer, uint index)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        var farm = deployment.ContractId;
        return Resources([KaleKeys.Code(deployment.CodeHash)], [KaleKeys.Block(farm, index), KaleKeys.Pail(farm, farmer, index), KaleKeys.Instance(farm)], 0, WorkWriteBytes);
    }

    /// <summary>A harvest of block <paramref name="index"/>.</summary>
    public static SorobanResources Harvest(KaleDeployment deployment, SCAddress farmer, uint index)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        var farm = deployment.ContractId;
        LedgerKey[] farmKeys = [KaleKeys.Block(farm, index), KaleKeys.Instance(farm)];
        var assetKey = KaleKeys.Instance(deployment.AssetContractId);
        LedgerKey code = KaleKeys.Code(deployment.CodeHash);
        LedgerKey[] read = farm < deployment.AssetContractId ? [.. farmKeys, assetKey, code] : [assetKey, .. farmKeys, code];
        var written = WithBalance(deployment, farmer, [KaleKeys.Pail(farm, farmer, index)]);
        return farmer is SCAddress.Contract
            ? Resources([KaleKeys.Account(deployment.Issuer), .. read], written, IssuerReadBytes, ContractHarvestWriteBytes)
            : Resources(read, written, DiskReadBytes, HarvestWriteBytes);
    }

    /// <summary>The resources as a transaction carries them.</summary>
    /// <param name="resourceFee">Stroops: the most that the resources may cost.</param>
    public static SorobanTransactionData TransactionData(SorobanResources resources, long resourceFee) =>
        new(new SorobanTransactionDataExt.V0(), resources, resourceFee);

    static SorobanResources Plant(KaleDeployment deployment, SCAddress farmer, uint[] indices, Int128 amount)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        var farm = deployment.ContractId;
        LedgerKey[] written =
        [
            .. indices.Select(i => KaleKeys.Block(farm, i)),
            .. indices.Select(i => KaleKeys.Pail(farm, farmer, i)),
            KaleKeys.Instance(farm),
        ];
        var code = KaleKeys.Code(deployment.CodeHash);
        if (amount <= 0) return Resources([code], written, 0, indices.Length == 1 ? BarePlantWriteBytes : WidePlantWriteBytes);
        return Resources(
            [KaleKeys.Instance(deployment.AssetContractId), code],
            WithBalance(deployment, farmer, written),
            DiskReadBytes,
            indices.Length == 1 ? PlantWriteBytes : WidePlantWriteBytes);
    }

    /// <summary>The balance in the order of ledger keys: a trustline before all contract data, a contract's balance among them by contract.</summary>
    static LedgerKey[] WithBalance(KaleDeployment deployment, SCAddress farmer, LedgerKey[] farmKeys)
    {
        var balance = KaleKeys.Balance(deployment, farmer);
        return farmer is SCAddress.Account || deployment.AssetContractId < deployment.ContractId ? [balance, .. farmKeys] : [.. farmKeys, balance];
    }

    /// <summary>Keys come in ascending order, as simulation gives them.</summary>
    static SorobanResources Resources(LedgerKey[] readOnly, LedgerKey[] readWrite, uint diskReadBytes, uint writeBytes) =>
        new(new LedgerFootprint([.. readOnly], [.. readWrite]), Instructions, diskReadBytes, writeBytes);
}
