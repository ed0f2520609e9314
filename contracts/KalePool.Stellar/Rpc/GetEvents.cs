namespace KalePool.Stellar.Rpc;

/// <param name="Filters">At most five; an event is wanted if any of them fits, without filters every event is.</param>
/// <param name="StartLedger">Inclusive; or a cursor.</param>
/// <param name="EndLedger">Exclusive.</param>
public sealed record GetEventsRequest(
    IReadOnlyList<EventFilter> Filters,
    uint? StartLedger = null,
    uint? EndLedger = null,
    Pagination? Pagination = null);

/// <summary>Every field that is given must fit.</summary>
/// <param name="Type">"contract", "system" or "contract,system".</param>
/// <param name="ContractIds">C…, at most five.</param>
/// <param name="Topics">At most five lists of one to four SCVals, "*" (any one) or, at the end, "**" (any more).</param>
public sealed record EventFilter(
    string? Type = null,
    IReadOnlyList<string>? ContractIds = null,
    IReadOnlyList<IReadOnlyList<string>>? Topics = null);

/// <param name="Cursor">For the next page; of a page that is not full, the end of the last ledger looked at.</param>
/// <param name="LatestLedgerCloseTime">Unix seconds.</param>
/// <param name="OldestLedgerCloseTime">Unix seconds.</param>
/// <param name="Events">Of transactions that succeeded; of failed ones the fees alone.</param>
public sealed record GetEventsResponse(
    uint LatestLedger,
    string? Cursor = null,
    uint? OldestLedger = null,
    long? LatestLedgerCloseTime = null,
    long? OldestLedgerCloseTime = null,
    IReadOnlyList<EventInfo>? Events = null)
{
    public IReadOnlyList<EventInfo> Events { get; } = RpcLists.Whole(Events, "events");
}

/// <param name="Type">"contract" or "system".</param>
/// <param name="ContractId">C…; empty for an event of the system.</param>
/// <param name="Id">Ordered as the events happened.</param>
/// <param name="Value">SCVal.</param>
/// <param name="TransactionIndex">From 1; 0 for a fee charged, 1048575 for one paid back.</param>
/// <param name="OperationIndex">From 0.</param>
/// <param name="Topic">SCVals.</param>
public sealed record EventInfo(
    string Type,
    uint Ledger,
    DateTimeOffset LedgerClosedAt,
    string Id,
    string TxHash,
    string Value,
    string? ContractId = null,
    uint? TransactionIndex = null,
    uint? OperationIndex = null,
    bool? InSuccessfulContractCall = null,
    IReadOnlyList<string>? Topic = null)
{
    public IReadOnlyList<string> Topic { get; } = RpcLists.Whole(Topic, "topic");
}
