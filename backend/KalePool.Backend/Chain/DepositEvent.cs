using KalePool.Domain.Chain;
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
        var amount = AssetAmounts.Of(XdrCodec.FromBase64<SCVal>(told.Value));
        return amount > 0 && amount <= long.MaxValue && from.ToText() != to.ToText()
            ? new DepositEvent(from.ToText(), to.ToText(), (long)amount.Value, told.TxHash, told.Ledger, told.Id)
            : null;
    }
}
