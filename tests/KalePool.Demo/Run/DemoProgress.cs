using KalePool.Contracts.Admin;
using KalePool.Demo.Harness;

namespace KalePool.Demo.Run;

/// <summary>How far the demo is, at one moment.</summary>
/// <param name="Blocks">The demanded blocks that have begun, oldest first.</param>
/// <param name="Hashes">Of the blocks that the pooler is done with.</param>
public sealed record DemoProgress(
    FarmGlance Chain, IReadOnlyList<BlockView> Blocks, IReadOnlyList<Farmer> Farmers, int Demanded, long Hashes, string PoolerSays, TimeSpan Elapsed)
{
    public bool LastHasBegun => Blocks.Count == Demanded;
}
