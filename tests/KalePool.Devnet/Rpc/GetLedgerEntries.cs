using System.Text.Json;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

sealed class GetLedgerEntries(IChainNode node) : IRpcMethod
{
    const int MaxKeys = 200;

    sealed record Answer(IReadOnlyList<Entry> Entries, uint LatestLedger);

    sealed record Entry(string Key, string Xdr, uint LastModifiedLedgerSeq, uint? LiveUntilLedgerSeq, string ExtXdr);

    public string Name => "getLedgerEntries";

    public object Handle(RpcParams given)
    {
        given.RequireBase64();
        var keys = given.List("keys", MaxKeys);
        if (keys.Count == 0) throw RpcErrorException.Params($"key count must be between 1 and {MaxKeys}");
        var parsed = keys.Select((key, i) => (Text: Text(key, i), Key: Parse(key, i))).ToList();
        if (parsed.DistinctBy(item => item.Key).Count() != parsed.Count) throw new RpcErrorException(RpcErrorException.InternalError, "keys: a key is there twice");
        var state = node.View.State;
        return new Answer([.. parsed.Select(item => Find(state, item.Text, item.Key)).OfType<Entry>()], state.Sequence);
    }

    static string Text(JsonElement key, int i) => key.ValueKind == JsonValueKind.String ? key.GetString()! : throw RpcErrorException.Params($"keys[{i}]: a string expected");

    static LedgerKey Parse(JsonElement key, int i)
    {
        var parsed = RpcParams.Xdr<LedgerKey>($"keys[{i}]", Text(key, i), RpcParams.MaxKeyBytes);
        return parsed is LedgerKey.Ttl ? throw RpcErrorException.Params($"keys[{i}]: ledger ttl entries cannot be queried directly") : parsed;
    }

    /// <summary>An archived entry is shown with a life of 0; a temporary one whose time is over is not there.</summary>
    static Entry? Find(LedgerState state, string text, LedgerKey key)
    {
        if (state.Find(key) is not { } found) return null;
        var live = found.IsLiveIn(state.Sequence);
        if (!live && found.IsTemporary) return null;
        return new Entry(text, found.Entry.Data.ToBase64(), found.Entry.LastModifiedLedgerSeq, found.Life is { } life ? live ? life.LiveUntil : 0 : null, found.Entry.Ext.ToBase64());
    }
}
