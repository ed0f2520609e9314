using KalePool.Domain.Chain;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>A transfer of KALE, as the asset's contract tells of it whoever made it. Amount in stroops.</summary>
/// <param name="Contract">The asset's, C….</param>
/// <param name="Id">In the order of the chain.</param>
sealed record TransferEvent(string From, string To, long AmountStroops, string TransactionHash, uint Ledger, string Contract, string Id)
{
    const string Name = "transfer";

    /// <summary>All transfers of an asset.</summary>
    public static EventFilter FilterOf(string assetContract) => new("contract", [assetContract], [[SCVals.Symbol(Name).ToBase64(), "*", "*", "**"]]);

    /// <summary>Null where it is no transfer.</summary>
    /// <exception cref="XdrException">Not XDR.</exception>
    public static TransferEvent? Of(EventInfo told) =>
        Read([.. told.Topic.Select(XdrCodec.FromBase64<SCVal>)], XdrCodec.FromBase64<SCVal>(told.Value)) is { } read
            ? new TransferEvent(read.From, read.To, read.AmountStroops, told.TxHash, told.Ledger, told.ContractId ?? "", told.Id)
            : null;

    /// <inheritdoc cref="Of"/>
    public static (string From, string To, long AmountStroops)? Read(IReadOnlyList<SCVal> topics, SCVal data)
    {
        if (topics is not [SCVal.Symbol { Value: var name }, SCVal.Address { Value: var from }, SCVal.Address { Value: var to }, ..] || name != Name) return null;
        var amount = AssetAmounts.Of(data);
        return amount > 0 && amount <= long.MaxValue && from != to ? (from.ToText(), to.ToText(), (long)amount.Value) : null;
    }
}
