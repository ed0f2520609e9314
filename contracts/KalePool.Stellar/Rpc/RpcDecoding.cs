using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Rpc;

/// <summary>The XDR inside answers. All throw <see cref="RpcException"/> (BadContent) naming the field if it is absent or no such value.</summary>
public static class RpcDecoding
{
    public static LedgerKey DecodeKey(this LedgerEntryResult entry) => Decode<LedgerKey>("getLedgerEntries", "key", entry.Key);

    public static LedgerEntryData DecodeData(this LedgerEntryResult entry) => Decode<LedgerEntryData>("getLedgerEntries", "xdr", entry.Xdr);

    public static SorobanTransactionData DecodeTransactionData(this SimulateTransactionResponse response) =>
        Decode<SorobanTransactionData>("simulateTransaction", "transactionData", response.TransactionData);

    public static XdrArray<DiagnosticEvent> DecodeEvents(this SimulateTransactionResponse response) =>
        DecodeAll<DiagnosticEvent>("simulateTransaction", "events", response.Events);

    public static SCVal DecodeValue(this SimulationResult result) => Decode<SCVal>("simulateTransaction", "results.xdr", result.Xdr);

    public static XdrArray<SorobanAuthorizationEntry> DecodeAuth(this SimulationResult result) =>
        DecodeAll<SorobanAuthorizationEntry>("simulateTransaction", "results.auth", result.Auth);

    /// <summary>Why a send was refused; null when the server gave no result.</summary>
    public static TransactionResult? DecodeErrorResult(this SendTransactionResponse response) =>
        response.ErrorResultXdr is null ? null : Decode<TransactionResult>("sendTransaction", "errorResultXdr", response.ErrorResultXdr);

    public static XdrArray<DiagnosticEvent> DecodeDiagnosticEvents(this SendTransactionResponse response) =>
        DecodeAll<DiagnosticEvent>("sendTransaction", "diagnosticEventsXdr", response.DiagnosticEventsXdr);

    public static TransactionEnvelope DecodeEnvelope(this GetTransactionResponse response) =>
        Decode<TransactionEnvelope>("getTransaction", "envelopeXdr", response.EnvelopeXdr);

    public static TransactionResult DecodeResult(this GetTransactionResponse response) =>
        Decode<TransactionResult>("getTransaction", "resultXdr", response.ResultXdr);

    public static TransactionMeta DecodeMeta(this GetTransactionResponse response) =>
        Decode<TransactionMeta>("getTransaction", "resultMetaXdr", response.ResultMetaXdr);

    public static XdrArray<DiagnosticEvent> DecodeDiagnosticEvents(this GetTransactionResponse response) =>
        DecodeAll<DiagnosticEvent>("getTransaction", "diagnosticEventsXdr", response.DiagnosticEventsXdr);

    public static TransactionEnvelope DecodeEnvelope(this TransactionInfo info) =>
        Decode<TransactionEnvelope>("getTransactions", "envelopeXdr", info.EnvelopeXdr);

    public static TransactionResult DecodeResult(this TransactionInfo info) => Decode<TransactionResult>("getTransactions", "resultXdr", info.ResultXdr);

    public static TransactionMeta DecodeMeta(this TransactionInfo info) => Decode<TransactionMeta>("getTransactions", "resultMetaXdr", info.ResultMetaXdr);

    public static LedgerHeaderHistoryEntry DecodeHeader(this LedgerInfo info) => Decode<LedgerHeaderHistoryEntry>("getLedgers", "headerXdr", info.HeaderXdr);

    public static LedgerCloseMeta DecodeMeta(this LedgerInfo info) => Decode<LedgerCloseMeta>("getLedgers", "metadataXdr", info.MetadataXdr);

    /// <summary>Servers send the header alone; their documentation shows it inside its history entry.</summary>
    public static LedgerHeader DecodeHeader(this GetLatestLedgerResponse response)
    {
        try
        {
            return XdrCodec.FromBase64<LedgerHeader>(response.HeaderXdr ?? "");
        }
        catch (XdrException)
        {
            return Decode<LedgerHeaderHistoryEntry>("getLatestLedger", "headerXdr", response.HeaderXdr).Header;
        }
    }

    public static XdrArray<SCVal> DecodeTopic(this EventInfo info) => DecodeAll<SCVal>("getEvents", "topic", info.Topic);

    public static SCVal DecodeValue(this EventInfo info) => Decode<SCVal>("getEvents", "value", info.Value);

    static XdrArray<T> DecodeAll<T>(string method, string field, IReadOnlyList<string> items) where T : IXdr<T>
    {
        var values = new T[items.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Decode<T>(method, $"{field}[{i}]", items[i]);
        return new XdrArray<T>(values);
    }

    static T Decode<T>(string method, string field, string? base64) where T : IXdr<T>
    {
        if (base64 is null) throw RpcException.BadContent(method, $"{field}: absent");
        try
        {
            return XdrCodec.FromBase64<T>(base64);
        }
        catch (XdrException e)
        {
            throw RpcException.BadContent(method, $"{field}: {e.Message}", e);
        }
    }
}
