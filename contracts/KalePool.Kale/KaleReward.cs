namespace KalePool.Kale;

/// <summary>What a work earns.</summary>
public static class KaleReward
{
    /// <summary>What a block mints among its works, in stroops, besides the stakes that were lost in it.</summary>
    public static long OfBlock(uint index)
    {
        var periods = index < KaleConstants.DecayStartIndex ? 0 : (index - KaleConstants.DecayStartIndex) / KaleConstants.DecayPeriodBlocks;
        Int128 scale = KaleConstants.DecayScale;
        for (var i = 0u; i < periods && scale > 0; i++) scale = scale * KaleConstants.DecayFactor / KaleConstants.DecayScale;
        return (long)(KaleConstants.BaseRewardStroops * scale / KaleConstants.DecayScale);
    }

    /// <summary>N: a work's part of its block, measured in the block's frozen ranges. Null where the ranges are none (a maximum below its minimum), which the contract refuses.</summary>
    /// <exception cref="OverflowException">Stakes beyond anything an asset can hold.</exception>
    public static Int128? Normalized(KaleBlock block, uint gap, Int128 stake, uint zeros)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.MaxGap < block.MinGap || block.MaxStake < block.MinStake || block.MaxZeros < block.MinZeros) return null;
        var gaps = RangeOf(block.MinGap, block.MaxGap);
        var stakes = RangeOf(block.MinStake, block.MaxStake);
        var zeroes = RangeOf(block.MinZeros, block.MaxZeros);
        var scale = Int128.Max(gaps, Int128.Max(stakes, zeroes));
        return checked(PartOf(gap, block.MinGap, block.MaxGap, gaps, scale)
            + PartOf(stake, block.MinStake, block.MaxStake, stakes, scale)
            + PartOf(zeros, block.MinZeros, block.MaxZeros, zeroes, scale));
    }

    /// <summary>What a harvest mints besides the stake, in stroops; null where <see cref="Normalized"/> is.</summary>
    /// <exception cref="ArgumentException">The pail has no work.</exception>
    /// <exception cref="OverflowException">Numbers beyond anything an asset can hold.</exception>
    public static Int128? Of(uint index, KaleBlock block, KalePail pail)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(pail);
        if (pail is not { Gap: { } gap, Zeros: { } zeros }) throw new ArgumentException("the pail has no work", nameof(pail));
        var pool = checked(OfBlock(index) + block.StakedTotal);
        return checked(Normalized(block, gap, pail.Stake, zeros) * pool) / Int128.Max(block.NormalizedTotal, 1);
    }

    static Int128 RangeOf(Int128 min, Int128 max) => Int128.Max(checked(max - min), 1);

    static Int128 PartOf(Int128 value, Int128 min, Int128 max, Int128 range, Int128 scale) =>
        Int128.Max(checked((Int128.Clamp(value, min, max) - min) * scale) / range, 1);
}
