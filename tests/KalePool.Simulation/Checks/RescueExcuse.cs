using KalePool.Simulation.Chain;
using KalePool.Simulation.Faults;

namespace KalePool.Simulation.Checks;

/// <summary>
/// Whether a pail that nobody worked could have been rescued. It could where one ledger at whose close the rescue was due, and the time from there to the next ledger's close,
/// was free of everything that keeps the backend from this farmer's rescue: in that time it is seen, made and sent, and that next ledger has it, while the block is still the
/// newest.
/// </summary>
sealed class RescueExcuse(SimulatedChain chain, Disturbances disturbances)
{
    /// <summary>By the product's rule: two ledgers before the block's time is over.</summary>
    const int LeadSeconds = 2 * SimulatedChain.LedgerSeconds;

    /// <param name="wallet">The pail's.</param>
    /// <param name="farmer">The id of his journal.</param>
    public bool Is(uint block, string wallet, string farmer)
    {
        foreach (var (due, next) in chain.Closes.Zip(chain.Closes.Skip(1)))
        {
            if (due.Block != block || next.Block != block || due.At.ToUnixTimeSeconds() < due.Boundary - LeadSeconds) continue;
            if (!disturbances.Spoil(due.At, next.At, whom => whom == wallet || whom == farmer || whom.EndsWith($"-{block}", StringComparison.Ordinal))) return false;
        }
        return true;
    }
}
