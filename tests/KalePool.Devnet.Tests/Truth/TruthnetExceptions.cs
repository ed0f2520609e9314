using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Truth;

/// <summary>Where truthnet itself is not as stellar-core is. What is left out of the comparison here is left out for these reasons alone.</summary>
static class TruthnetExceptions
{
    /// <summary>
    /// The number that a TTL entry was changed last in. Truthnet shows the one of the entry that the TTL belongs to, though it wrote no change of the TTL with it;
    /// in stellar-core (extract_ledger_effects) a TTL entry is written only when the life gets longer.
    /// </summary>
    public static TransactionMeta WithoutTtlNumbers(TransactionMeta meta) => meta is TransactionMeta.V4 { Value: var v4 }
        ? new TransactionMeta.V4(v4 with
        {
            TxChangesBefore = WithoutTtlNumbers(v4.TxChangesBefore),
            Operations = v4.Operations.Select(operation => operation with { Changes = WithoutTtlNumbers(operation.Changes) }).ToXdrArray(),
        })
        : meta;

    /// <summary>
    /// A transaction whose operation names a source account that was merged away in the same ledger: truthnet applies none of its operations and leaves the others'
    /// results at success; stellar-core's checkOperationSignatures asks as before applying, for the key's signature alone, then applies all of them.
    /// </summary>
    public static bool IsOperationWithoutSource(TransactionResult truth, TransactionResult devnet) =>
        ResultsOf(truth) is { } left && ResultsOf(devnet) is { } right && left.Count == right.Count && truth.FeeCharged == devnet.FeeCharged
        && left.Any(result => result is OperationResult.OpNoAccount)
        && left.Zip(right).All(pair => pair.First is OperationResult.OpNoAccount == pair.Second is OperationResult.OpNoAccount);

    /// <summary>
    /// A source that has a transaction of the other kind waiting, classic or contract. Stellar-core (HerderImpl::recvTransaction) says TRY_AGAIN_LATER before it looks at
    /// anything; truthnet looks at the fee, the sequence number and whether the operations are well formed first.
    /// </summary>
    public static bool IsOtherKindPending(SendTransactionResponse truth, SendTransactionResponse devnet) =>
        devnet.Status == SendTransactionStatus.TryAgainLater && truth.Status == SendTransactionStatus.Error
        && truth.DecodeErrorResult()?.Result is TransactionResultResult.TxBadSeq or TransactionResultResult.TxMalformed or TransactionResultResult.TxFailed;

    static XdrArray<OperationResult>? ResultsOf(TransactionResult result) => (result.Result as TransactionResultResult.TxFailed)?.Value;

    static XdrArray<LedgerEntryChange> WithoutTtlNumbers(XdrArray<LedgerEntryChange> changes) => changes.Select(change =>
        change is LedgerEntryChange.State { Value: { Data: LedgerEntryData.Ttl } entry } ? new LedgerEntryChange.State(entry with { LastModifiedLedgerSeq = 0 }) : change).ToXdrArray();
}
