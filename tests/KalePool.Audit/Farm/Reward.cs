using System.Numerics;

namespace KalePool.Audit.Farm;

/// <summary>The contract's arithmetic, written down a second time from its description: whole numbers, floored, without a bound on their size.</summary>
public static class Reward
{
    /// <summary>501 KALE a minute, five minutes a block, in stroops.</summary>
    static readonly BigInteger BaseOfBlock = (BigInteger)501 * 10_000_000 * 5;
    static readonly BigInteger Scale = 1_000_000_000_000;
    static readonly BigInteger KeptOfScale = 950_000_000_000;
    const uint DecayFrom = 30_558;
    const uint DecayEvery = 8_640;

    /// <summary>Stroops that block <paramref name="index"/> shares out, lost stakes not included.</summary>
    public static BigInteger OfBlock(uint index)
    {
        var left = Scale;
        for (var period = index < DecayFrom ? 0 : (index - DecayFrom) / DecayEvery; period > 0; period--) left = left * KeptOfScale / Scale;
        return BaseOfBlock * left / Scale;
    }

    /// <summary>The weight of one work in its block; null where the block's ranges are upside down.</summary>
    public static BigInteger? Normalized(AuditedBlock block, uint gap, BigInteger stake, uint zeros)
    {
        ArgumentNullException.ThrowIfNull(block);
        FrozenRange[] ranges = [block.Gap, block.Stake, block.Zeros];
        if (ranges.Any(r => r.Max < r.Min)) return null;
        var widest = ranges.Max(Width);
        return Part(block.Gap, gap, widest) + Part(block.Stake, stake, widest) + Part(block.Zeros, zeros, widest);
    }

    /// <summary>Stroops that harvesting <paramref name="pail"/> brings beside its stake; null for a pail that was never worked.</summary>
    public static BigInteger? OfPail(uint index, AuditedBlock block, AuditedPail pail)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(pail);
        if (pail is not { Gap: { } gap, Zeros: { } zeros }) return null;
        var weight = Normalized(block, gap, pail.Stake, zeros);
        return weight * (OfBlock(index) + block.StakedTotal) / BigInteger.Max(block.NormalizedTotal, 1);
    }

    static BigInteger Width(FrozenRange range) => BigInteger.Max(range.Max - range.Min, 1);

    static BigInteger Part(FrozenRange range, BigInteger value, BigInteger widest) =>
        BigInteger.Max(1, (BigInteger.Clamp(value, range.Min, range.Max) - range.Min) * widest / Width(range));
}
