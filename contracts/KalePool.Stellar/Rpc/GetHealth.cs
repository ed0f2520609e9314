namespace KalePool.Stellar.Rpc;

/// <param name="Status">"healthy"; a server that is not answers with an error instead.</param>
/// <param name="OldestLedger">The oldest ledger it still knows transactions and events of.</param>
/// <param name="LedgerRetentionWindow">In ledgers.</param>
/// <param name="LatestLedgerCloseTime">Unix seconds; absent before 27.1.</param>
/// <param name="OldestLedgerCloseTime">Unix seconds; absent before 27.1.</param>
public sealed record GetHealthResponse(
    string Status,
    uint LatestLedger,
    uint OldestLedger,
    uint LedgerRetentionWindow,
    long? LatestLedgerCloseTime = null,
    long? OldestLedgerCloseTime = null);
