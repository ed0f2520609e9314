using System.Text.Json.Serialization;

namespace KalePool.Stellar.Rpc;

/// <param name="Hash">64 hex digits.</param>
public sealed record GetTransactionRequest(string Hash);

[JsonConverter(typeof(TransactionStatusConverter))]
public enum TransactionStatus
{
    Success,

    /// <summary>Applied, its fee charged and its sequence number used, without any other effect.</summary>
    Failed,

    /// <summary>Unknown to this node: never seen, still queued, or older than its oldest ledger. It does not say that nothing happened.</summary>
    NotFound,
}

/// <param name="LatestLedgerCloseTime">Unix seconds.</param>
/// <param name="OldestLedgerCloseTime">Unix seconds.</param>
/// <param name="TxHash">The hash asked for, hex.</param>
/// <param name="Ledger">Where it was applied; absent or 0 when not found, as what follows.</param>
/// <param name="CreatedAt">Unix seconds: the close time of its ledger.</param>
/// <param name="ApplicationOrder">From 1.</param>
/// <param name="EnvelopeXdr">TransactionEnvelope.</param>
/// <param name="ResultXdr">TransactionResult, its fee charged net of what was paid back.</param>
/// <param name="ResultMetaXdr">TransactionMeta.</param>
/// <param name="DiagnosticEventsXdr">DiagnosticEvents, where the server keeps them.</param>
public sealed record GetTransactionResponse(
    TransactionStatus Status,
    uint LatestLedger,
    long LatestLedgerCloseTime,
    uint OldestLedger,
    long OldestLedgerCloseTime,
    string? TxHash = null,
    uint? Ledger = null,
    long? CreatedAt = null,
    uint? ApplicationOrder = null,
    bool? FeeBump = null,
    string? EnvelopeXdr = null,
    string? ResultXdr = null,
    string? ResultMetaXdr = null,
    IReadOnlyList<string>? DiagnosticEventsXdr = null,
    TransactionEvents? Events = null)
{
    public IReadOnlyList<string> DiagnosticEventsXdr { get; } = RpcLists.Whole(DiagnosticEventsXdr, "diagnosticEventsXdr");
}

/// <param name="TransactionEventsXdr">TransactionEvents: fees and refunds.</param>
/// <param name="ContractEventsXdr">ContractEvents, a list an operation.</param>
public sealed record TransactionEvents(
    IReadOnlyList<string>? TransactionEventsXdr = null,
    IReadOnlyList<IReadOnlyList<string>>? ContractEventsXdr = null)
{
    public IReadOnlyList<string> TransactionEventsXdr { get; } = RpcLists.Whole(TransactionEventsXdr, "transactionEventsXdr");

    /// <summary>Servers may write an operation without events as null.</summary>
    public IReadOnlyList<IReadOnlyList<string>> ContractEventsXdr { get; } =
        [.. (ContractEventsXdr ?? []).Select((events, operation) => RpcLists.Whole(events, $"contractEventsXdr[{operation}]"))];
}
