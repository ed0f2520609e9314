using KalePool.Kale;

namespace KalePool.Domain.Blocks;

public static class BlockFacts
{
    /// <summary>The block's ranges as the chain froze them when it opened.</summary>
    public static BlockSeen Seen(BlockKey key, KaleBlock block, DateTimeOffset now) => new(
        key.PoolerId, key.Index, checked((long)block.Timestamp), block.Entropy.ToHex(), block.MaxGap, (long)Int128.Clamp(block.MaxStake, 0, long.MaxValue), block.MaxZeros, now);
}
