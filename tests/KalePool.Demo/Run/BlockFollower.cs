using KalePool.Contracts.Admin;
using KalePool.Demo.Harness;

namespace KalePool.Demo.Run;

/// <summary>Keeps the first so many blocks of our pooler: the backend lists only its recent ones.</summary>
public sealed class BlockFollower(LocalPool pool, int demanded)
{
    readonly SortedDictionary<uint, BlockView> _blocks = [];

    /// <summary>The demanded blocks that have begun, as they stand now, oldest first.</summary>
    public async Task<IReadOnlyList<BlockView>> ReadAsync(CancellationToken stop)
    {
        foreach (var block in (await pool.Api.BlocksAsync(stop)).Blocks.Where(b => b.PoolerId == pool.Seat.PoolerId).OrderBy(b => b.BlockIndex))
        {
            if (!_blocks.ContainsKey(block.BlockIndex) && _blocks.Count >= demanded) continue;
            if (await pool.Api.BlockAsync(block.PoolerId, block.BlockIndex, stop) is { } view) _blocks[block.BlockIndex] = view;
        }

        return [.. _blocks.Values];
    }
}
