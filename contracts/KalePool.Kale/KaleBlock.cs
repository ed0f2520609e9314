using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>A block as the contract stores it; the farm's running block has the same shape.</summary>
/// <param name="Timestamp">Unix seconds: close time of the ledger that opened it.</param>
/// <param name="MinGap">Ledgers. The ranges of a block are frozen when it opens; those of the running block move with every plant and work.</param>
/// <param name="MinStake">Stroops.</param>
/// <param name="MinZeros">Leading zero hex digits.</param>
/// <param name="Entropy">32 bytes that every message of the block holds.</param>
/// <param name="StakedTotal">Stroops planted and not yet worked.</param>
/// <param name="NormalizedTotal">Sum of N over all works.</param>
public sealed record KaleBlock(
    ulong Timestamp,
    uint MinGap,
    Int128 MinStake,
    uint MinZeros,
    uint MaxGap,
    Int128 MaxStake,
    uint MaxZeros,
    Opaque Entropy,
    Int128 StakedTotal,
    Int128 NormalizedTotal)
{
    /// <summary>Bytes of an entropy.</summary>
    public const int EntropyLength = 32;

    /// <summary>A running block in which nothing has happened: minima at their type's maximum, maxima at their type's minimum.</summary>
    public static KaleBlock Fresh(ulong timestamp) => new(
        timestamp, uint.MaxValue, Int128.MaxValue, uint.MaxValue, uint.MinValue, Int128.MinValue, uint.MinValue, Opaque.Zeros(EntropyLength), 0, 0);

    /// <summary>The new block that this running one seeds: its ranges, each untouched bound becoming 0, and its entropy.</summary>
    public KaleBlock Open(ulong now) => new(
        now,
        MinGap == uint.MaxValue ? 0 : MinGap,
        MinStake == Int128.MaxValue ? 0 : MinStake,
        MinZeros == uint.MaxValue ? 0 : MinZeros,
        MaxGap,
        MaxStake == Int128.MinValue ? 0 : MaxStake,
        MaxZeros,
        Entropy,
        0,
        0);

    /// <summary>This running block after a plant.</summary>
    public KaleBlock WithStake(Int128 stake) => this with { MinStake = Int128.Min(MinStake, stake), MaxStake = Int128.Max(MaxStake, stake) };

    /// <summary>This running block after a work.</summary>
    public KaleBlock WithWork(uint gap, uint zeros, Opaque hash) => this with
    {
        MinGap = Math.Min(MinGap, gap),
        MaxGap = Math.Max(MaxGap, gap),
        MinZeros = Math.Min(MinZeros, zeros),
        MaxZeros = Math.Max(MaxZeros, zeros),
        Entropy = hash,
    };
}
