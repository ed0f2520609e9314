using System.Text.Json.Serialization;

namespace KalePool.Stellar.Rpc;

/// <param name="Transaction">TransactionEnvelope, signed.</param>
public sealed record SendTransactionRequest(string Transaction);

/// <summary>What the node's queue did with an envelope. None of them says whether the transaction was or will be applied.</summary>
[JsonConverter(typeof(SendTransactionStatusConverter))]
public enum SendTransactionStatus
{
    /// <summary>Queued.</summary>
    Pending,

    /// <summary>The same envelope is queued already.</summary>
    Duplicate,

    /// <summary>Not taken now: another one of the source is queued, the queue is full, or this one was applied or dropped a short while ago.</summary>
    TryAgainLater,

    /// <summary>Refused, see the result. An envelope that was applied before is refused for its sequence number.</summary>
    Error,
}

/// <param name="Hash">The transaction's hash, hex.</param>
/// <param name="LatestLedgerCloseTime">Unix seconds.</param>
/// <param name="ErrorResultXdr">TransactionResult of an ERROR.</param>
/// <param name="DiagnosticEventsXdr">DiagnosticEvents of an ERROR.</param>
public sealed record SendTransactionResponse(
    SendTransactionStatus Status,
    string Hash,
    uint LatestLedger,
    long LatestLedgerCloseTime,
    string? ErrorResultXdr = null,
    IReadOnlyList<string>? DiagnosticEventsXdr = null)
{
    public IReadOnlyList<string> DiagnosticEventsXdr { get; } = RpcLists.Whole(DiagnosticEventsXdr, "diagnosticEventsXdr");
}
