using KalePool.Backend.ReadModel.Queries;
using KalePool.Contracts.Admin;
using KalePool.Domain.Blocks;

namespace KalePool.Backend.Api;

/// <summary>One block as it stands, with what has happened in it.</summary>
sealed class BlockReader(Pool pool, JournalPages journal)
{
    /// <summary>Events of one block that are shown.</summary>
    const int MostTimeline = 1000;

    /// <exception cref="ApiException">404: the pooler took no part in it.</exception>
    public async Task<BlockView> ReadAsync(Guid poolerId, uint index, CancellationToken stop)
    {
        var block = await pool.BlockAsync(new BlockKey(poolerId, index));
        if (block.Status == BlockStatus.Unknown) throw ApiException.NotFound($"pooler {poolerId:D} took no part in block {index}");
        var events = await journal.OfEntityAsync($"block-{block.Block}", 0, MostTimeline, stop);
        return BlockViews.Of(block, events);
    }
}
