using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>The contract's values as the host stores them.</summary>
public static class KaleCodec
{
    const string FarmBlockKey = "FarmBlock";
    const string FarmIndexKey = "FarmIndex";
    const string FarmPausedKey = "FarmPaused";
    const string AssetKey = "HomesteadAsset";
    const string HomesteaderKey = "Homesteader";

    public static SCVal Encode(KaleBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return SCVals.Struct(
            ("entropy", SCVals.Bytes(block.Entropy)),
            ("max_gap", SCVals.U32(block.MaxGap)),
            ("max_stake", SCVals.I128(block.MaxStake)),
            ("max_zeros", SCVals.U32(block.MaxZeros)),
            ("min_gap", SCVals.U32(block.MinGap)),
            ("min_stake", SCVals.I128(block.MinStake)),
            ("min_zeros", SCVals.U32(block.MinZeros)),
            ("normalized_total", SCVals.I128(block.NormalizedTotal)),
            ("staked_total", SCVals.I128(block.StakedTotal)),
            ("timestamp", SCVals.U64(block.Timestamp)));
    }

    public static SCVal Encode(KalePail pail)
    {
        ArgumentNullException.ThrowIfNull(pail);
        return SCVals.Struct(
            ("gap", pail.Gap is { } gap ? SCVals.U32(gap) : SCVals.Void),
            ("sequence", SCVals.U32(pail.Sequence)),
            ("stake", SCVals.I128(pail.Stake)),
            ("zeros", pail.Zeros is { } zeros ? SCVals.U32(zeros) : SCVals.Void));
    }

    /// <summary>The instance with the farm's state in the host's order of keys.</summary>
    /// <param name="codeHash">SHA-256 of the contract's code, 32 bytes.</param>
    public static SCContractInstance Encode(FarmState farm, Opaque codeHash)
    {
        ArgumentNullException.ThrowIfNull(farm);
        var storage = new List<SCMapEntry>(5);
        if (farm.FarmBlock is { } block) storage.Add(new(SCVals.Variant(FarmBlockKey), Encode(block)));
        if (farm.StoredIndex is { } index) storage.Add(new(SCVals.Variant(FarmIndexKey), SCVals.U32(index)));
        if (farm.StoredPaused is { } isPaused) storage.Add(new(SCVals.Variant(FarmPausedKey), new SCVal.Bool(isPaused)));
        storage.Add(new(SCVals.Variant(AssetKey), new SCVal.Address(farm.Asset)));
        storage.Add(new(SCVals.Variant(HomesteaderKey), new SCVal.Address(farm.Homesteader)));
        return new SCContractInstance(new ContractExecutable.Wasm(codeHash), storage.ToXdrArray());
    }

    /// <exception cref="KaleFormatException">Not a block.</exception>
    public static KaleBlock DecodeBlock(SCVal value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var block = StructReader.Of("Block", value, 10);
        return new KaleBlock(
            block.U64(9, "timestamp"),
            block.U32(4, "min_gap"),
            block.I128(5, "min_stake"),
            block.U32(6, "min_zeros"),
            block.U32(1, "max_gap"),
            block.I128(2, "max_stake"),
            block.U32(3, "max_zeros"),
            block.Bytes(0, "entropy", KaleBlock.EntropyLength),
            block.I128(8, "staked_total"),
            block.I128(7, "normalized_total"));
    }

    /// <exception cref="KaleFormatException">Not a pail.</exception>
    public static KalePail DecodePail(SCVal value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var pail = StructReader.Of("Pail", value, 4);
        return new KalePail(pail.U32(1, "sequence"), pail.OptionalU32(0, "gap"), pail.I128(2, "stake"), pail.OptionalU32(3, "zeros"));
    }

    /// <summary>The farm's state in a contract instance. Keys that a later version of the contract may have added are passed over.</summary>
    /// <exception cref="KaleFormatException">Homesteader or asset is missing, or a value has another type.</exception>
    public static FarmState DecodeFarm(SCContractInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        KaleBlock? block = null;
        uint? index = null;
        bool? isPaused = null;
        SCAddress? asset = null;
        SCAddress? homesteader = null;
        foreach (var entry in instance.Storage ?? [])
        {
            switch (UnitVariantOf(entry.Key))
            {
                case FarmBlockKey:
                    block = DecodeBlock(entry.Val);
                    break;
                case FarmIndexKey:
                    index = entry.Val is SCVal.U32 { Value: var u32 } ? u32 : throw Wrong(FarmIndexKey, "a u32 expected");
                    break;
                case FarmPausedKey:
                    isPaused = entry.Val is SCVal.Bool { Value: var flag } ? flag : throw Wrong(FarmPausedKey, "a bool expected");
                    break;
                case AssetKey:
                    asset = entry.Val is SCVal.Address { Value: SCAddress.Contract a } ? a : throw Wrong(AssetKey, "a contract's address expected");
                    break;
                case HomesteaderKey:
                    homesteader = entry.Val is SCVal.Address { Value: var h } ? h : throw Wrong(HomesteaderKey, "an address expected");
                    break;
            }
        }
        return new FarmState(homesteader ?? throw Wrong(HomesteaderKey, "missing"), asset ?? throw Wrong(AssetKey, "missing"), block, index, isPaused);
    }

    /// <summary>The block in a ledger entry.</summary>
    /// <exception cref="KaleFormatException">Not a block's entry.</exception>
    public static KaleBlock DecodeBlock(LedgerEntryData entry) => DecodeBlock(DataOf(entry, "Block"));

    /// <summary>The pail in a ledger entry.</summary>
    /// <exception cref="KaleFormatException">Not a pail's entry.</exception>
    public static KalePail DecodePail(LedgerEntryData entry) => DecodePail(DataOf(entry, "Pail"));

    /// <summary>The farm's state in the contract's instance entry.</summary>
    /// <exception cref="KaleFormatException">Not an instance, or not KALE's.</exception>
    public static FarmState DecodeFarm(LedgerEntryData entry) => DecodeFarm(InstanceOf(entry));

    /// <summary>The instance in a contract's instance entry.</summary>
    /// <exception cref="KaleFormatException">Not an instance's entry.</exception>
    public static SCContractInstance InstanceOf(LedgerEntryData entry) =>
        DataOf(entry, "instance") is SCVal.ContractInstance { Value: var instance } ? instance : throw new KaleFormatException("instance: a contract instance expected");

    static SCVal DataOf(LedgerEntryData entry, string what)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry is LedgerEntryData.ContractData { Value.Val: var value } ? value : throw new KaleFormatException($"{what}: contract data expected, not {entry.GetType().Name}");
    }

    static string? UnitVariantOf(SCVal key) => key is SCVal.Vec { Value: [SCVal.Symbol { Value: var name }] } ? name.ToString() : null;

    static KaleFormatException Wrong(string key, string what) => new($"instance.{key}: {what}");
}
