using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>A transaction that got into a ledger, whether it succeeded or not.</summary>
/// <param name="InnerHash">Of a fee bump: the hash of what it wraps.</param>
/// <param name="Order">Place in its ledger, from 1.</param>
/// <param name="InclusionFee">What was bid for inclusion, stroops per operation.</param>
public sealed record AppliedTransaction(
    Opaque Hash,
    Opaque? InnerHash,
    uint Ledger,
    ulong CloseTime,
    int Order,
    bool IsSoroban,
    long InclusionFee,
    TransactionEnvelope Envelope,
    TransactionResult Result,
    TransactionMetaV4 Meta,
    XdrArray<LedgerEntryChange> FeeChanges,
    XdrArray<LedgerEntryChange> RefundChanges)
{
    public bool IsFeeBump => InnerHash is not null;

    public bool Succeeded => Result.Result is TransactionResultResult.TxSuccess or TransactionResultResult.TxFeeBumpInnerSuccess;
}
