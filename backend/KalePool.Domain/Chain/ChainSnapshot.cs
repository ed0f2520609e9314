using KalePool.Kale;

namespace KalePool.Domain.Chain;

/// <summary>The farm as one answer of one node shows it.</summary>
/// <param name="LatestLedger">The newest closed ledger.</param>
/// <param name="CloseTime">Unix seconds of its close.</param>
/// <param name="FarmIndex">Index of the newest block.</param>
/// <param name="Block">That block; null where it is absent (none yet, or expired).</param>
/// <param name="BlockInterval">Seconds after a block's timestamp at which the next may be opened.</param>
/// <param name="LedgerMilliseconds">The measured time between closes.</param>
public sealed record ChainSnapshot(uint LatestLedger, long CloseTime, uint FarmIndex, KaleBlock? Block, int BlockInterval, int LedgerMilliseconds)
{
    /// <summary>Ledgers that must fit between the last plant and the block's close: one to work in, and what a rescue needs.</summary>
    public const int LeastLedgersBeforeClose = 4;

    /// <summary>Seconds that a rescue starts ahead of the close for a pooler that fell silent (the design's stake rescue), ledgers aside.</summary>
    public const int RescueSeconds = 15;

    /// <summary>Unix seconds from which a plant opens the next block.</summary>
    public long Boundary => Block is null ? 0 : checked((long)Block.Timestamp + BlockInterval);

    /// <summary>Whether a plant in the next ledger could open a new block.</summary>
    public bool BoundaryPassed => CloseTime >= Boundary;

    /// <summary>Index of the block that the next opening plant makes: the very first one is 0.</summary>
    public uint NextIndex => Block is null && FarmIndex == 0 ? 0 : FarmIndex + 1;

    /// <summary>Null where <paramref name="index"/> is neither the open block nor the one that the boundary has made due.</summary>
    public PlantSlot? SlotFor(uint index)
    {
        var seconds = (LedgerMilliseconds + 999) / 1000;
        var lead = Math.Max(LeastLedgersBeforeClose * seconds, Math.Min(RescueSeconds + 2 * seconds, BlockInterval / 3));
        if (index == FarmIndex && Block is not null && !BoundaryPassed) return new PlantSlot(index, 0, Boundary - lead);
        if (index == NextIndex && BoundaryPassed) return new PlantSlot(index, Block is null ? CloseTime : Boundary, Math.Max(Boundary, CloseTime) + BlockInterval - lead);
        return null;
    }
}
