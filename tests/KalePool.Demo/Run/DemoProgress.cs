using KalePool.Contracts.Admin;
using KalePool.Demo.Harness;

namespace KalePool.Demo.Run;

/// <summary>How far the demo is, at one moment.</summary>
/// <param name="Blocks">The demanded blocks that have begun, oldest first.</param>
/// <param name="Hashes">Of the blocks that the pooler is done with.</param>
public sealed record DemoProgress(IReadOnlyList<BlockView> Blocks, IReadOnlyList<Farmer> Farmers, int Demanded, long Hashes, string PoolerSays, TimeSpan Elapsed)
{
    public bool LastHasBegun => Blocks.Count == Demanded;

    public static async Task<DemoProgress> ReadAsync(
        LocalPool pool, IReadOnlyList<Farmer> farmers, int demanded, TimeSpan elapsed, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var list = await pool.Api.BlocksAsync(stop);
        var blocks = list.Blocks.Where(b => b.PoolerId == pool.Seat.PoolerId).OrderBy(b => b.BlockIndex).Take(demanded).ToList();
        return new DemoProgress(blocks, farmers, demanded, pool.Poolers.Hashes, pool.Poolers.LastWords, elapsed);
    }
}
