namespace KalePool.Domain.Chain;

/// <summary>The block to plant in and the time in which a plant can belong to no other.</summary>
/// <param name="Block">Its index.</param>
/// <param name="NotBefore">Unix seconds: the boundary that opens it; 0 where it is open already.</param>
/// <param name="NotAfter">Unix seconds: a pail planted later could be neither worked nor rescued.</param>
/// <param name="WasAskedLate">The pooler asked when hardly any time was left: a plant that comes too late is its failure.</param>
public sealed record PlantSlot(uint Block, long NotBefore, long NotAfter, bool WasAskedLate = false)
{
    /// <summary>With less time left, of a quick block less than a tenth of it, a plant is not the backend's to answer for.</summary>
    const int LeastLedgers = 4;
    const int LeastPartOfBlock = 10;

    /// <summary>As asked for at that moment.</summary>
    public PlantSlot AskedAt(ChainSnapshot chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return this with { WasAskedLate = NotAfter - chain.CloseTime < Math.Min(LeastLedgers * (long)chain.LedgerMilliseconds / 1000, chain.BlockInterval / LeastPartOfBlock) };
    }
}
