using KalePool.Kale;

namespace KalePool.Pooler.Chain;

/// <summary>The farm as one reading of the chain shows it.</summary>
/// <param name="Ledger">The newest closed ledger at the reading.</param>
/// <param name="Block">The newest block, of index <see cref="Index"/>; null when there is none, or when it has expired.</param>
/// <param name="Clock">Includes this reading.</param>
/// <param name="SeenAt">Timestamp of the moment it was read.</param>
sealed record ChainView(uint Ledger, FarmState Farm, KaleBlock? Block, ChainClock Clock, long SeenAt = 0)
{
    public uint Index => Farm.Index;

    /// <summary>When the running block began, by the chain's clock; null before the farm has begun.</summary>
    public DateTimeOffset? Opened => Farm.FarmBlock is { } running ? DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(running.Timestamp, int.MaxValue)) : null;

    /// <summary>The block that a plant would land in at this moment of the chain's clock. A farm's very first block is 0 before the first boundary; an absent one (expired, removed) is passed over.</summary>
    public uint PlantIndex(DateTimeOffset chainNow, TimeSpan interval)
    {
        var boundaryPassed = Opened is { } opened && chainNow >= opened + interval;
        return boundaryPassed || (Block is null && Index > 0) ? Index + 1 : Index;
    }
}
