using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Domain.Chain;

/// <summary>What an asset's contract says of how much was moved.</summary>
public static class AssetAmounts
{
    /// <summary>Stroops: the amount alone, or a map with what the memo or the muxed address says beside it; null for anything else.</summary>
    public static Int128? Of(SCVal value) => value switch
    {
        SCVal.I128 { Value: var alone } => alone.ToInt128(),
        SCVal.Map { Value: { } map } => map.Where(e => e.Key == SCVals.Symbol("amount")).Select(e => e.Val).OfType<SCVal.I128>().FirstOrDefault()?.Value.ToInt128(),
        _ => null,
    };

    /// <summary>An amount that a contract holds or returned, as the pool books it.</summary>
    /// <exception cref="KaleFormatException">Below nothing, or above all KALE that a wallet can hold: no farm says so.</exception>
    public static long Stroops(Int128 amount) => amount >= 0 && amount <= long.MaxValue ? (long)amount : throw new KaleFormatException($"{amount} is no amount of stroops");
}
