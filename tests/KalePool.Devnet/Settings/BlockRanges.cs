namespace KalePool.Devnet.Settings;

/// <summary>The ranges that the first block of the chain takes over, as mainnet's blocks have them; stakes in stroops of KALE.</summary>
public sealed record BlockRanges
{
    public uint MinGap { get; init; } = 1;
    public uint MaxGap { get; init; } = 20;
    public uint MinZeros { get; init; } = 1;
    public uint MaxZeros { get; init; } = 6;
    public long MinStake { get; init; } = 1;
    public long MaxStake { get; init; } = 1_000_0000000;
}
