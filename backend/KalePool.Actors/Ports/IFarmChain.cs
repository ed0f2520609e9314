using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;

namespace KalePool.Actors.Ports;

/// <summary>The farm as this node last saw it.</summary>
public interface IFarmChain
{
    /// <summary>Null until the chain has answered once.</summary>
    ChainSnapshot? Latest { get; }

    /// <summary>Completes when this node has seen another ledger.</summary>
    Task NextLedgerAsync(CancellationToken cancellation);

    /// <summary>The pails of one block in one answer of one node.</summary>
    Task<PailReading> ReadPailsAsync(uint block, IReadOnlyList<RosterEntry> farmers, CancellationToken cancellation);
}

/// <param name="Ledger">The newest closed ledger of the answer; 0 where nothing was answered.</param>
/// <param name="FarmIndex">The farm's index in the same answer.</param>
/// <param name="Pails">Those that exist.</param>
public sealed record PailReading(uint Ledger, uint FarmIndex, IReadOnlyList<PailSighting> Pails);
