using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>A transaction that got into a ledger, whether it succeeded or not.</summary>
/// <param name="InnerHash">Of a fee bump: the hash of what it wraps.</param>
/// <param name="Order">Place in its ledger, from 1.</param>
public sealed record AppliedTransaction(
    Opaque Hash,
    Opaque? InnerHash,
    uint Ledger,
    ulong CloseTime,
    int Order,
    bool IsSoroban,
    TransactionEnvelope Envelope,
    TransactionResult Result,
    TransactionMetaV4 Meta,
    XdrArray<LedgerEntryChange> FeeChanges,
    XdrArray<LedgerEntryChange> RefundChanges)
{
    /// <summary>The operations that were applied; of a fee bump those that it wraps.</summary>
    public XdrArray<Operation> Operations => Envelope switch
    {
        TransactionEnvelope.Tx plain => plain.Value.Tx.Operations,
        TransactionEnvelope.TxFeeBump bump => ((FeeBumpTransactionInnerTx.EnvelopeTypeTx)bump.Value.Tx.InnerTx).Value.Tx.Operations,
        _ => throw new InvalidOperationException("a queued envelope is of the present form"),
    };

    public bool IsFeeBump => InnerHash is not null;

    public bool Succeeded => Result.Result is TransactionResultResult.TxSuccess or TransactionResultResult.TxFeeBumpInnerSuccess;
}
