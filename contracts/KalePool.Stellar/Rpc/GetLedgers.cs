namespace KalePool.Stellar.Rpc;

/// <param name="StartLedger">Inclusive; or a cursor.</param>
public sealed record GetLedgersRequest(uint? StartLedger = null, Pagination? Pagination = null);

/// <param name="LatestLedgerCloseTime">Unix seconds.</param>
/// <param name="OldestLedgerCloseTime">Unix seconds.</param>
/// <param name="Cursor">For the next page: the last ledger of this one.</param>
public sealed record GetLedgersResponse(
    uint LatestLedger,
    long LatestLedgerCloseTime,
    uint OldestLedger,
    long OldestLedgerCloseTime,
    string? Cursor = null,
    IReadOnlyList<LedgerInfo>? Ledgers = null)
{
    public IReadOnlyList<LedgerInfo> Ledgers { get; } = RpcLists.Whole(Ledgers, "ledgers");
}

/// <param name="Hash">Hex.</param>
/// <param name="LedgerCloseTime">Unix seconds.</param>
/// <param name="HeaderXdr">LedgerHeaderHistoryEntry.</param>
/// <param name="MetadataXdr">LedgerCloseMeta.</param>
public sealed record LedgerInfo(string Hash, uint Sequence, long LedgerCloseTime, string HeaderXdr, string MetadataXdr);
