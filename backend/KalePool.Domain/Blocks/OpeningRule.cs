using KalePool.Domain.Chain;

namespace KalePool.Domain.Blocks;

/// <summary>
/// When the pool itself opens the next block: a pail can be harvested only then, and it is gone for good when its time is over. One farmer plants nothing, so
/// that nobody's stake is at risk by it.
/// </summary>
/// <remarks>
/// A farmer can plant once a block. Whoever opens it has planted nothing in it, also where his pooler comes back and plants for the others: then his pail is
/// worked like theirs, and its reward is that of a stake of 0. That is why those are asked first whose pooler is not expected to plant.
/// </remarks>
public static class OpeningRule
{
    /// <summary>How long others, and the poolers, have the time to open it; of a quick block a fifth, which 60 s are of the real one.</summary>
    const int PatienceSeconds = 60;

    const int PartOfBlock = 5;

    /// <summary>Opening a block ends the time in which the pails of the one before can be worked: while some of ours are not, there is so much more patience.</summary>
    const int PatienceWithUnworked = 10;

    /// <summary>How long one farmer's plant may take; then the next is asked.</summary>
    const int LeastSeconds = 10;

    const int Ledgers = 4;

    public static long Patience(ChainSnapshot chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return Math.Min(PatienceSeconds, chain.BlockInterval / PartOfBlock);
    }

    /// <summary>By the chain's own clock alone; a paused farm cannot be opened.</summary>
    /// <param name="unworked">Pails of ours in the newest block that nobody has worked.</param>
    public static bool IsDue(ChainSnapshot chain, int unworked)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return !chain.IsPaused && chain.CloseTime >= chain.Boundary + Patience(chain) * (unworked > 0 ? PatienceWithUnworked : 1);
    }

    /// <summary>Short: whoever else opens the block meanwhile, a plant of nothing that came later would only take the farmer's place in it.</summary>
    public static PlantSlot SlotOf(ChainSnapshot chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return new PlantSlot(chain.FarmIndex + 1, chain.Boundary, chain.CloseTime + Math.Max(LeastSeconds, Ledgers * (long)chain.LedgerMilliseconds / 1000));
    }

    /// <summary>The same one for the same candidates; null where all have failed.</summary>
    public static OpenerCandidate? Next(IEnumerable<OpenerCandidate> waiting, IReadOnlySet<Guid> failed) =>
        waiting.Where(c => !failed.Contains(c.FarmerId)).OrderBy(c => c.Pooler).ThenBy(c => c.FarmerId).FirstOrDefault();
}

/// <summary>How likely it is that a pooler plants for his farmers soon.</summary>
public enum PoolerPresence
{
    /// <summary>Deactivated, or there is none: the farmer's pail is on its own.</summary>
    None,
    Silent,
    Present,
}

/// <summary>A farmer whose pail waits for its harvest.</summary>
public sealed record OpenerCandidate(Guid FarmerId, PoolerPresence Pooler);
