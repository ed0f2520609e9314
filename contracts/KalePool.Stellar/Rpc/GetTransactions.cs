namespace KalePool.Stellar.Rpc;

/// <param name="StartLedger">Inclusive; or a cursor.</param>
public sealed record GetTransactionsRequest(uint? StartLedger = null, Pagination? Pagination = null);

/// <param name="LatestLedgerCloseTimestamp">Unix seconds.</param>
/// <param name="OldestLedgerCloseTimestamp">Unix seconds.</param>
/// <param name="Cursor">For the next page.</param>
/// <param name="Transactions">By ledger, then order of application.</param>
public sealed record GetTransactionsResponse(
    uint LatestLedger,
    long LatestLedgerCloseTimestamp,
    uint OldestLedger,
    long OldestLedgerCloseTimestamp,
    string? Cursor = null,
    IReadOnlyList<TransactionInfo>? Transactions = null)
{
    public IReadOnlyList<TransactionInfo> Transactions { get; } = RpcLists.Whole(Transactions, "transactions");
}

/// <summary>A transaction that was applied; the fields are those of <see cref="GetTransactionResponse"/>.</summary>
public sealed record TransactionInfo(
    TransactionStatus Status,
    uint Ledger,
    long CreatedAt,
    uint ApplicationOrder,
    bool FeeBump,
    string EnvelopeXdr,
    string ResultXdr,
    string ResultMetaXdr,
    string? TxHash = null,
    IReadOnlyList<string>? DiagnosticEventsXdr = null,
    TransactionEvents? Events = null)
{
    public IReadOnlyList<string> DiagnosticEventsXdr { get; } = RpcLists.Whole(DiagnosticEventsXdr, "diagnosticEventsXdr");
}
