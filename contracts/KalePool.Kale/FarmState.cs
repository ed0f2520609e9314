using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>The contract's instance storage. <see cref="StoredIndex"/> and <see cref="StoredPaused"/> are null where the key is absent: an entry's size, which is
/// paid for and limited, depends on it.</summary>
/// <param name="FarmBlock">The running block that seeds the next one.</param>
public sealed record FarmState(SCAddress Homesteader, SCAddress Asset, KaleBlock? FarmBlock, uint? StoredIndex, bool? StoredPaused)
{
    /// <summary>Index of the newest block.</summary>
    public uint Index => StoredIndex ?? 0;

    public bool IsPaused => StoredPaused ?? false;

    /// <summary>Unix seconds from which a plant opens the next block; null before the farm has begun.</summary>
    public ulong? BoundaryOf(KaleRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return FarmBlock is null ? null : checked(FarmBlock.Timestamp + rules.BlockIntervalSeconds);
    }
}
