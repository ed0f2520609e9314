using System.Globalization;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

sealed class GetLedgers(IChainNode node) : IRpcMethod
{
    sealed record Answer(IReadOnlyList<Item> Ledgers, uint LatestLedger, ulong LatestLedgerCloseTime, uint OldestLedger, ulong OldestLedgerCloseTime, string Cursor);

    sealed record Item(string Hash, uint Sequence, string LedgerCloseTime, string HeaderXdr, string MetadataXdr);

    public string Name => "getLedgers";

    public object Handle(RpcParams given)
    {
        given.RequireBase64();
        var history = node.View.History;
        var limit = Paging.Limit(given.Object("pagination"));
        var first = Begin(given, history);
        var items = new List<Item>();
        for (var ledger = first; ledger <= history.LatestSequence && items.Count < limit; ledger++) items.Add(ToItem(history.Ledgers[ledger]));
        var cursor = items.Count > 0 ? items[^1].Sequence : first - 1;
        return new Answer(
            items, history.LatestSequence, history.Latest.CloseTime, history.OldestSequence, history.Oldest.CloseTime, cursor.ToString(CultureInfo.InvariantCulture));
    }

    static uint Begin(RpcParams given, History history)
    {
        if (Paging.Cursor(given) is not { } cursor) return Paging.Start(given, history);
        if (!uint.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last == uint.MaxValue)
        {
            throw RpcErrorException.Params("pagination.cursor: a ledger's number expected");
        }
        return Math.Max(last + 1, history.OldestSequence);
    }

    static Item ToItem(ClosedLedger ledger) =>
        new(ledger.Hash.ToHex(), ledger.Sequence, ledger.CloseTime.ToString(CultureInfo.InvariantCulture), ledger.HeaderEntry.ToBase64(), ledger.Meta().ToBase64());
}
