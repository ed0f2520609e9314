using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>A ledger as history keeps it.</summary>
public sealed record ClosedLedger(LedgerHeader Header, Opaque Hash, GeneralizedTransactionSet TxSet, IReadOnlyList<AppliedTransaction> Transactions, XdrArray<LedgerKey> Evicted)
{
    public uint Sequence => Header.LedgerSeq;

    public ulong CloseTime => Header.ScpValue.CloseTime;

    public LedgerHeaderHistoryEntry HeaderEntry => new(Hash, Header);

    public LedgerCloseMeta Meta() => new LedgerCloseMeta.V2(new LedgerCloseMetaV2(
        new LedgerCloseMetaExt.V0(), HeaderEntry, TxSet, Transactions.Select(Processing).ToXdrArray(), 0, Evicted));

    static TransactionResultMetaV1 Processing(AppliedTransaction tx) => new(
        new TransactionResultPair(tx.Hash, tx.Result), tx.FeeChanges, new TransactionMeta.V4(tx.Meta), tx.RefundChanges);
}
