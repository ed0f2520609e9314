using System.Globalization;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

sealed class GetTransactions(IChainNode node) : IRpcMethod
{
    sealed record Answer(
        IReadOnlyList<Item> Transactions, uint LatestLedger, ulong LatestLedgerCloseTimestamp, uint OldestLedger, ulong OldestLedgerCloseTimestamp, string Cursor);

    sealed record Item(
        string Status, string TxHash, int ApplicationOrder, bool FeeBump, string EnvelopeXdr, string ResultXdr, string ResultMetaXdr,
        IReadOnlyList<string>? DiagnosticEventsXdr, TransactionEvents Events, uint Ledger, ulong CreatedAt);

    public string Name => "getTransactions";

    public object Handle(RpcParams given)
    {
        given.RequireBase64();
        var history = node.View.History;
        var limit = (int)Paging.Limit(given.Object("pagination"));
        var (ledger, after) = Begin(given, history);
        var found = new List<AppliedTransaction>();
        for (; ledger <= history.LatestSequence && found.Count < limit; ledger++)
        {
            found.AddRange(history.Ledgers[ledger].Transactions.Where(tx => Position(tx) > after).Take(limit - found.Count));
        }
        var cursor = found.Count > 0 ? Position(found[^1]) : Math.Max(after, Toid.Of(history.LatestSequence, Toid.AfterAllTransactions, Toid.AfterOperations));
        return new Answer(
            [.. found.Select(ToItem)], history.LatestSequence, history.Latest.CloseTime, history.OldestSequence, history.Oldest.CloseTime, cursor.ToString(CultureInfo.InvariantCulture));
    }

    static (uint Ledger, long After) Begin(RpcParams given, History history)
    {
        if (Paging.Cursor(given) is not { } cursor) return (Paging.Start(given, history), 0);
        if (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var after)) throw RpcErrorException.Params("pagination.cursor: a number expected");
        return (Math.Max((uint)(after >> 32), history.OldestSequence), after);
    }

    /// <summary>Operations count from 1 in the cursors of transactions.</summary>
    static long Position(AppliedTransaction tx) => Toid.Of(tx.Ledger, tx.Order, 1);

    static Item ToItem(AppliedTransaction tx) => new(
        tx.Succeeded ? "SUCCESS" : "FAILED", tx.Hash.ToHex(), tx.Order, tx.IsFeeBump, tx.Envelope.ToBase64(), tx.Result.ToBase64(),
        ((TransactionMeta)new TransactionMeta.V4(tx.Meta)).ToBase64(), TransactionEvents.Diagnostics(tx), TransactionEvents.Of(tx), tx.Ledger, tx.CloseTime);
}
