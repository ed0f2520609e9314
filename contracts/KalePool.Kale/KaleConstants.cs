namespace KalePool.Kale;

/// <summary>The contract's own numbers, from its public source (kalepail/KALE-sc).</summary>
public static class KaleConstants
{
    /// <summary>Seconds from a block's timestamp to the first plant that opens the next one.</summary>
    public const uint BlockIntervalSeconds = 300;

    /// <summary>What a block mints before any decay, in stroops: 501 KALE a minute.</summary>
    public const long BaseRewardStroops = 5 * 501_0000000L;

    /// <summary>The block from which decay periods count.</summary>
    public const uint DecayStartIndex = 30_558;

    /// <summary>Blocks of one decay period.</summary>
    public const uint DecayPeriodBlocks = 8_640;

    /// <summary>Fixed-point one of the decay.</summary>
    public const long DecayScale = 1_000_000_000_000;

    /// <summary>What is left after one period, in <see cref="DecayScale"/>: 95 %.</summary>
    public const long DecayFactor = 950_000_000_000;
}
