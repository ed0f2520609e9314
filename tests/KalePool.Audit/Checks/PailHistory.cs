using System.Numerics;
using KalePool.Audit.Evidence;
using KalePool.Audit.Farm;

namespace KalePool.Audit.Checks;

/// <summary>One pail from its plant to its harvest, as the transactions' metas show it.</summary>
/// <param name="PlantedIn">Null where it was planted before the range.</param>
/// <param name="HarvestedIn">Null while it is not harvested.</param>
/// <param name="Reward">Recomputed from Block and Pail at the harvest; null where that is not possible, or not harvested.</param>
sealed record PailHistory(
    PailId Id, AuditedPail Last, AuditedTransaction? PlantedIn, AuditedTransaction? HarvestedIn, BigInteger? Reward)
{
    /// <summary>With nothing at stake, alone, and the first of its block: so that the pails of the block before could be harvested. Nobody means it to be worked.</summary>
    public bool HasOnlyOpened => !Last.Worked && Last.Stake.IsZero && PlantedIn is { Pails.Count: 1 } planted && planted.Blocks.Any(b => b.Id == Id.Block && b.Before is null);
}
