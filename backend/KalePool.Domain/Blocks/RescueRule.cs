using KalePool.Domain.Chain;

namespace KalePool.Domain.Blocks;

/// <summary>When the backend works what nobody has worked: a pail that is unworked when its block closes has lost its stake.</summary>
public static class RescueRule
{
    /// <summary>A pooler that has not been heard of for so long is silent.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>Ledgers before the boundary in which the first works can still be repeated.</summary>
    const int Ledgers = 2;

    /// <summary>Works of one ledger that are counted on, where the pooler is silent.</summary>
    const int PailsOfLedger = 90;

    /// <summary>Until the index moves: works are accepted after the boundary too, as long as nobody has opened the next block.</summary>
    /// <param name="unworked">Pails of the pooler that the chain shows without work.</param>
    public static bool IsDue(ChainSnapshot chain, uint index, int unworked, bool poolerIsSilent)
    {
        ArgumentNullException.ThrowIfNull(chain);
        if (unworked == 0 || chain.FarmIndex != index || chain.Block is null) return false;
        return chain.CloseTime >= chain.Boundary - LeadSeconds(chain, unworked, poolerIsSilent);
    }

    /// <summary>Whether a pooler who hears of a pail only now cannot work it any more: the index has moved, or what is unworked is rescued already.</summary>
    public static bool IsTooLateToWork(ChainSnapshot? chain, uint index) =>
        chain is not null && (chain.FarmIndex > index || chain.FarmIndex == index && chain.CloseTime >= chain.Boundary - LeadSeconds(chain, 1, poolerIsSilent: false));

    /// <summary>Of a quick block never more than a third is the rescue's.</summary>
    static long LeadSeconds(ChainSnapshot chain, int unworked, bool poolerIsSilent)
    {
        var least = Seconds(Ledgers);
        if (!poolerIsSilent) return least;
        var ledgers = Ledgers + (unworked + PailsOfLedger - 1) / PailsOfLedger;
        return Math.Max(least, Math.Min(ChainSnapshot.RescueSeconds + Seconds(ledgers), chain.BlockInterval / 3));

        long Seconds(int count) => (count * (long)chain.LedgerMilliseconds + 999) / 1000;
    }
}
