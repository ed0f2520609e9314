using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Tests.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Golden.Checks;

/// <summary>scval.json, ledgerkeys.json and ledgerentries.json.</summary>
static class ValueChecks
{
    public static void Value(GoldenCase item)
    {
        var value = item.Value<SCVal>();
        if (item.Has("length")) Assert.Equal(item.Get("length").GetInt32(), Assert.IsType<SCVal.Symbol>(value).Value.Bytes.Length);
        // What the host refuses is still XDR. Devnet's order of values is held to hostRejects in its tests, the contract's values are in those of KalePool.Kale.
        item.Inform("hostRejects", "protocol", "kale");
    }

    public static void SymbolOrder(GoldenCase item)
    {
        var sorted = item.Texts("sorted").ToArray();
        Assert.Equal(sorted, item.Texts("unsorted").Order(StringComparer.Ordinal));
        Assert.Equal(sorted, item.Texts("unsorted").OrderBy(name => new XdrString(name)));
        Assert.Equal(sorted.Length, Assert.IsType<SCVal.Map>(Struct(sorted)).Value!.Count);
        Assert.Throws<ArgumentException>(() => Struct(item.Texts("unsorted")));
    }

    public static void Key(GoldenCase item)
    {
        var key = item.Value<LedgerKey>();
        if (item.Has("ttlKeyHashHex")) Assert.Equal(item.Text("ttlKeyHashHex"), Ttl(key).KeyHash.ToHex());
        if (item.Has("ttlKeyXdr")) Assert.Equal(item.Xdr<LedgerKey>("ttlKeyXdr"), Footprints.TtlKey(key));
    }

    public static async Task EntryAsync(GoldenCase item)
    {
        item.Inform("name", "note");
        var rpc = item.Part("rpc");
        var (key, data, ext) = (rpc.Xdr<LedgerKey>("key"), rpc.Xdr<LedgerEntryData>("xdr"), rpc.Xdr<LedgerEntryExt>("extXdr"));
        item.Means(key, "keyJson");
        item.Means(data, "dataJson");
        Assert.Equal(key, LedgerKeys.Of(data));
        if (item.Has("ttlKeyHashHex")) Assert.Equal(item.Text("ttlKeyHashHex"), Ttl(key).KeyHash.ToHex());

        var modified = rpc.Get("lastModifiedLedgerSeq").GetUInt32();
        Assert.Equal(item.Xdr<LedgerEntry>("ledgerEntryXdr"), new LedgerEntry(modified, data, ext));

        using var server = ScriptedServer.Answering($$"""{"entries":[{{item.Get("rpc").GetRawText()}}],"latestLedger":{{modified}}}""");
        using var http = new HttpClient(server);
        var found = (await new StellarRpcClient(http, new Uri("http://rpc.example")).ReadEntriesAsync([key])).Entries[key];
        uint? liveUntil = rpc.Has("liveUntilLedgerSeq") ? rpc.Get("liveUntilLedgerSeq").GetUInt32() : null;
        Assert.Equal(new SnapshotEntry(data, modified, liveUntil), found);
    }

    public static void TimeToLive(GoldenCase item)
    {
        var data = item.Xdr<LedgerEntryData>("dataXdr");
        item.Means(data, "json");
        Assert.Equal(item.Xdr<LedgerKey>("keyXdr"), LedgerKeys.Of(data));
        var of = item.File.Cases("cases").Single(other => other.Text("name") == item.Text("of")).Part("rpc");
        Assert.Equal(item.Text("keyXdr"), Footprints.TtlKey(of.Xdr<LedgerKey>("key")).ToBase64());
        var ttl = Assert.IsType<LedgerEntryData.Ttl>(data).Value;
        Assert.Equal(of.Get("liveUntilLedgerSeq").GetUInt32(), ttl.LiveUntilLedgerSeq);
    }

    /// <summary>The plain value that the official client makes of an SCVal.</summary>
    public static void Native(JsonElement expected, SCVal? value)
    {
        switch (value)
        {
            case null or SCVal.Void:
                Assert.Equal(JsonValueKind.Null, expected.ValueKind);
                break;
            case SCVal.Bool flag:
                Assert.Equal(flag.Value, expected.GetBoolean());
                break;
            case SCVal.U32 number:
                Assert.Equal(number.Value, expected.GetUInt32());
                break;
            case SCVal.I32 number:
                Assert.Equal(number.Value, expected.GetInt32());
                break;
            case SCVal.Symbol symbol:
                Assert.Equal(symbol.Value.ToString(), expected.GetString());
                break;
            case SCVal.String text:
                Assert.Equal(text.Value.ToString(), expected.GetString());
                break;
            case SCVal.Address address:
                Assert.Equal(address.Value.ToText(), expected.GetString());
                break;
            case SCVal.U64 or SCVal.I64 or SCVal.U128 or SCVal.I128 or SCVal.U256 or SCVal.I256:
                Assert.Equal(Json.XdrJson.Of(value).EnumerateObject().Single().Value.GetString(), expected.GetString());
                break;
            case SCVal.Vec { Value: { } items }:
                Assert.Equal(items.Count, expected.GetArrayLength());
                foreach (var (index, element) in expected.EnumerateArray().Index()) Native(element, items[index]);
                break;
            default:
                throw new InvalidDataException($"a native {value.GetType().Name} is a kind that no test knows");
        }
    }

    public static string Sha256<T>(T value) where T : IXdr<T> => Convert.ToHexStringLower(SHA256.HashData(value.ToXdr()));

    public static long Long(this GoldenCase item, string name) => long.Parse(item.Text(name), CultureInfo.InvariantCulture);

    static LedgerKeyTtl Ttl(LedgerKey key) => Assert.IsType<LedgerKey.Ttl>(Footprints.TtlKey(key)).Value;

    static SCVal Struct(IEnumerable<string> names) => SCVals.Struct([.. names.Select(name => (name, SCVals.Void))]);
}
