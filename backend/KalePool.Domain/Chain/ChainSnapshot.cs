using KalePool.Kale;

namespace KalePool.Domain.Chain;

/// <summary>The farm as one answer of one node shows it.</summary>
/// <param name="LatestLedger">The newest closed ledger.</param>
/// <param name="CloseTime">Unix seconds of its close.</param>
/// <param name="FarmIndex">Index of the newest block.</param>
/// <param name="FarmTimestamp">Unix seconds: the running block's, from which the interval counts.</param>
/// <param name="Block">That block; null where it is absent (none yet, or expired).</param>
/// <param name="BlockInterval">Seconds after a block's timestamp at which the next may be opened.</param>
/// <param name="LedgerMilliseconds">The measured time between closes.</param>
/// <param name="IsPaused">It takes no plants at all.</param>
public sealed record ChainSnapshot(uint LatestLedger, long CloseTime, uint FarmIndex, long FarmTimestamp, KaleBlock? Block, int BlockInterval, int LedgerMilliseconds, bool IsPaused = false)
{
    /// <summary>Ledgers that must fit between the last plant and the block's close: one to work in, and what a rescue needs.</summary>
    public const int LeastLedgersBeforeClose = 4;

    /// <summary>Seconds that a rescue starts ahead of the close for a pooler that fell silent (the design's stake rescue), ledgers aside.</summary>
    public const int RescueSeconds = 15;

    /// <summary>Unix seconds from which a plant opens the next block: the contract counts from its running block.</summary>
    public long Boundary => checked(FarmTimestamp + BlockInterval);

    /// <summary>Whether a plant in the next ledger opens a new block.</summary>
    public bool BoundaryPassed => CloseTime >= Boundary;

    /// <summary>Index of the block that a plant in the next ledger belongs to. A farm's very first block is 0; an absent block (removed, expired) is passed over.</summary>
    public uint PlantIndex => (BoundaryPassed, Block, FarmIndex) switch
    {
        (true, _, _) => FarmIndex + 1,
        (false, null, > 0) => FarmIndex + 1,
        _ => FarmIndex,
    };

    /// <summary>Null where a plant in the next ledger would belong to another block than <paramref name="index"/>.</summary>
    public PlantSlot? SlotFor(uint index)
    {
        if (index != PlantIndex) return null;
        var seconds = (LedgerMilliseconds + 999) / 1000;
        var lead = Math.Max(LeastLedgersBeforeClose * seconds, Math.Min(RescueSeconds + 2 * seconds, BlockInterval / 3));
        return BoundaryPassed ? new PlantSlot(index, Boundary, CloseTime + BlockInterval - lead) : new PlantSlot(index, 0, Boundary - lead);
    }
}
