using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

sealed class GetTransaction(IChainNode node) : IRpcMethod
{
    const int HashCharacters = 64;

    sealed record Answer(
        string Status,
        string TxHash,
        uint LatestLedger,
        string LatestLedgerCloseTime,
        uint OldestLedger,
        string OldestLedgerCloseTime,
        uint Ledger,
        string CreatedAt,
        int ApplicationOrder,
        bool FeeBump,
        string? EnvelopeXdr,
        string? ResultXdr,
        string? ResultMetaXdr,
        IReadOnlyList<string>? DiagnosticEventsXdr,
        TransactionEvents Events);

    public string Name => "getTransaction";

    public object Handle(RpcParams given)
    {
        given.RequireBase64();
        var text = given.String("hash");
        if (text.Length != HashCharacters || !text.All(char.IsAsciiHexDigit)) throw RpcErrorException.Params($"hash: {HashCharacters} hex digits expected");
        var view = node.View;
        var latest = view.State;
        var oldest = view.History.Oldest;
        if (view.History.Find(Opaque.FromHex(text)) is not { } tx)
        {
            return new Answer(
                "NOT_FOUND", text, latest.Sequence, $"{latest.CloseTime}", oldest.Sequence, $"{oldest.CloseTime}", 0, "0", 0, false, null, null, null, null, TransactionEvents.None);
        }
        return new Answer(
            tx.Succeeded ? "SUCCESS" : "FAILED", text, latest.Sequence, $"{latest.CloseTime}", oldest.Sequence, $"{oldest.CloseTime}",
            tx.Ledger, $"{tx.CloseTime}", tx.Order, tx.IsFeeBump,
            tx.Envelope.ToBase64(), tx.Result.ToBase64(), ((TransactionMeta)new TransactionMeta.V4(tx.Meta)).ToBase64(), TransactionEvents.Diagnostics(tx), TransactionEvents.Of(tx));
    }
}
