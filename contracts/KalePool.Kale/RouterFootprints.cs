using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>Footprints and resources of works and harvests of many farmers in one transaction, written down without simulation. Keys that all of them touch are there once.</summary>
/// <remarks>Measured in the real host: 1.39 M instructions for one work, 48.6 M for 50, 91.1 M for 90, 199 M for 180, which is 0.92 M each and 1,030 for every pair of
/// calls; 49.5 M for 50 harvests. 248 bytes are written for a worked pail and 1,160 for the block and the farm, 116 for a trustline; a harvest leaves a mint event of 200 bytes
/// and 20 bytes of the result. A call that meets another state than the one measured needs up to 60,000 instructions more.</remarks>
public static class RouterFootprints
{
    /// <summary>Works in one transaction: 198 pails, the block and the farm are the 200 entries that it may write.</summary>
    public const int MaxWorks = 198;

    /// <summary>Harvests in one transaction: the events of more are larger than 16,384 bytes, and the real host, which takes 74, refuses 75. (By the entries that it may write
    /// there could be 100.)</summary>
    public const int MaxHarvests = 74;

    const long BaseInstructions = 1_000_000;
    const long InstructionsPerCall = 1_000_000;
    const long InstructionsPerDecayPeriod = 20_300;
    const long InstructionsPerPair = 1_100;
    const uint FarmWriteBytes = 1_260;
    const uint PailWriteBytes = 260;

    /// <summary>What a harvest that fails leaves, its pail, counts as written: there is room for some of them (<see cref="KaleFootprints.HarvestWriteBytes"/> has 100 bytes
    /// to spare for each harvest). Where most fail the transaction does, and nothing is lost but its fee.</summary>
    const uint SpareWriteBytes = 1_000;

    /// <summary>Works of distinct farmers in block <paramref name="index"/>.</summary>
    /// <exception cref="ArgumentException">No farmer, one twice, or more than <see cref="MaxWorks"/>.</exception>
    public static SorobanResources Works(KaleDeployment deployment, RouterDeployment router, IReadOnlyCollection<SCAddress> farmers, uint index)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(router);
        var sorted = Sorted(farmers.Select(farmer => (farmer, index)), MaxWorks);
        var farm = deployment.ContractId;
        var count = (uint)sorted.Count;
        return new SorobanResources(
            new LedgerFootprint(
                [KaleKeys.Instance(router.ContractId), .. Codes(deployment, router)],
                [KaleKeys.Block(farm, index), .. sorted.Select(pail => KaleKeys.Pail(farm, pail.Farmer, pail.Index)), KaleKeys.Instance(farm)]),
            Instructions(count, InstructionsPerCall), 0, FarmWriteBytes + count * PailWriteBytes);
    }

    /// <summary>Harvests, each of another farmer or block.</summary>
    /// <exception cref="ArgumentException">No pail, one twice, or more than <see cref="MaxHarvests"/>.</exception>
    public static SorobanResources Harvests(KaleDeployment deployment, RouterDeployment router, IReadOnlyCollection<(SCAddress Farmer, uint Index)> pails)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(router);
        var sorted = Sorted(pails, MaxHarvests);
        var farm = deployment.ContractId;
        var balances = sorted.Select(pail => pail.Farmer).Distinct().Select(farmer => KaleKeys.Balance(deployment, farmer)).ToList();
        var count = (uint)sorted.Count;
        var periods = sorted.Max(pail => pail.Index < KaleConstants.DecayStartIndex ? 0 : (pail.Index - KaleConstants.DecayStartIndex) / KaleConstants.DecayPeriodBlocks);
        LedgerKey[] blocks = [.. sorted.Select(pail => pail.Index).Distinct().Order().Select(index => KaleKeys.Block(farm, index))];
        var read = ByContract((farm, [.. blocks, KaleKeys.Instance(farm)]), (deployment.AssetContractId, [KaleKeys.Instance(deployment.AssetContractId)]), (router.ContractId, [KaleKeys.Instance(router.ContractId)]));
        var written = ByContract(
            (farm, [.. sorted.Select(pail => KaleKeys.Pail(farm, pail.Farmer, pail.Index))]),
            (deployment.AssetContractId, [.. balances.Where(key => key is LedgerKey.ContractData)]));
        var contracts = (uint)balances.Count(key => key is LedgerKey.ContractData);
        LedgerKey[] issuer = contracts > 0 ? [KaleKeys.Account(deployment.Issuer)] : [];
        return new SorobanResources(
            new LedgerFootprint([.. issuer, .. read, .. Codes(deployment, router)], [.. balances.Where(key => key is LedgerKey.Trustline), .. written]),
            Instructions(count, InstructionsPerCall + periods * InstructionsPerDecayPeriod),
            (contracts > 0 ? KaleFootprints.IssuerReadBytes : 0) + ((uint)balances.Count - contracts) * KaleFootprints.DiskReadBytes,
            SpareWriteBytes + (count - contracts) * KaleFootprints.HarvestWriteBytes + contracts * KaleFootprints.ContractHarvestWriteBytes);
    }

    static uint Instructions(long count, long perCall) => checked((uint)(BaseInstructions + count * perCall + count * count * InstructionsPerPair));

    static LedgerKey[] Codes(KaleDeployment deployment, RouterDeployment router) => deployment.CodeHash < router.CodeHash
        ? [KaleKeys.Code(deployment.CodeHash), KaleKeys.Code(router.CodeHash)]
        : [KaleKeys.Code(router.CodeHash), KaleKeys.Code(deployment.CodeHash)];

    /// <summary>Contract data in the order of ledger keys: by contract, then as given.</summary>
    static IEnumerable<LedgerKey> ByContract(params (Opaque Contract, LedgerKey[] Keys)[] groups) => groups.OrderBy(group => group.Contract).SelectMany(group => group.Keys);

    /// <summary>In the order of ledger keys: by farmer, accounts before contracts, then by block.</summary>
    static List<(SCAddress Farmer, uint Index)> Sorted(IEnumerable<(SCAddress Farmer, uint Index)> pails, int most)
    {
        var sorted = pails.OrderBy(pail => new Opaque(pail.Farmer.ToXdr().AsSpan())).ThenBy(pail => pail.Index).ToList();
        if (sorted.Count == 0 || sorted.Count > most) throw new ArgumentException($"1 to {most} expected, not {sorted.Count}", nameof(pails));
        if (sorted.Distinct().Count() != sorted.Count) throw new ArgumentException("a pail is there twice", nameof(pails));
        return sorted;
    }
}
