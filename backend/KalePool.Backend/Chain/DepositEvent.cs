using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>A transfer of KALE, as the asset's contract tells of it whoever made it. Amount in stroops.</summary>
sealed record DepositEvent(string From, string To, long AmountStroops, string TransactionHash, uint Ledger, string Id)
{
    static readonly SCVal Transfer = SCVals.Symbol("transfer");

    /// <summary>All transfers of an asset.</summary>
    public static EventFilter FilterOf(string assetContract) => new("contract", [assetContract], [[Transfer.ToBase64(), "*", "*", "**"]]);

    /// <summary>Null where it is no transfer to an account.</summary>
    /// <exception cref="XdrException">Not XDR.</exception>
    public static DepositEvent? Of(EventInfo told)
    {
        if (told.Topic.Count < 3 || XdrCodec.FromBase64<SCVal>(told.Topic[0]) != Transfer) return null;
        if (XdrCodec.FromBase64<SCVal>(told.Topic[1]) is not SCVal.Address { Value: var from }) return null;
        if (XdrCodec.FromBase64<SCVal>(told.Topic[2]) is not SCVal.Address { Value: SCAddress.Account { Value: var to } }) return null;
        var amount = AmountOf(XdrCodec.FromBase64<SCVal>(told.Value));
        return amount > 0 && amount <= long.MaxValue && from.ToText() != to.ToText()
            ? new DepositEvent(from.ToText(), to.ToText(), (long)amount.Value, told.TxHash, told.Ledger, told.Id)
            : null;
    }

    /// <summary>The amount alone, or a map with what the memo or the muxed address says beside it.</summary>
    static Int128? AmountOf(SCVal value) => value switch
    {
        SCVal.I128 { Value: var alone } => alone.ToInt128(),
        SCVal.Map { Value: { } map } => map.Where(e => e.Key == SCVals.Symbol("amount")).Select(e => e.Val).OfType<SCVal.I128>().FirstOrDefault()?.Value.ToInt128(),
        _ => null,
    };
}
