using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;
using KalePool.Tests.Golden;

namespace KalePool.Devnet.Tests;

/// <summary>Devnet's order of values is the host's: by it, exactly those maps are out of order that the official SDK says the host refuses.</summary>
public sealed class GoldenOrderSpec
{
    static readonly GoldenSuite Golden = new(new Dictionary<(string, string), GoldenCheck> { [("scval.json", "cases")] = CheckAsync });

    public static TheoryData<string> Folders => [.. GoldenFolders.Names];

    [Theory, MemberData(nameof(Folders))]
    public async Task Maps_are_in_order_where_the_host_takes_them(string folder)
    {
        var rows = Golden.Rows(GoldenFolders.PathOf(folder));
        foreach (var row in rows) await Golden.CheckAsync(row);
        if (GoldenFolders.PathOf(folder) == GoldenFolders.OwnPath) Assert.Contains(rows, row => row.Case.Has("hostRejects"));
    }

    static Task CheckAsync(GoldenCase item)
    {
        // The tests of KalePool.Stellar compare the rest.
        item.Inform("name", "note", "json", "bytes", "length", "protocol", "kale");
        var rejected = item.Has("hostRejects") && item.Get("hostRejects").GetBoolean();
        Assert.True(rejected != IsHostValue(XdrCodec.FromBase64<SCVal>(item.Text("xdr"))), item.Path);
        return Task.CompletedTask;
    }

    static bool IsHostValue(SCVal value) => value switch
    {
        SCVal.Vec vec => vec.Value is not null && vec.Value.All(IsHostValue),
        SCVal.Map map => map.Value is not null && map.Value.All(entry => IsHostValue(entry.Key) && IsHostValue(entry.Val)) && IsAscending(map.Value),
        _ => true,
    };

    static bool IsAscending(XdrArray<SCMapEntry> entries) =>
        entries.Zip(entries.Skip(1)).All(pair => SCValComparer.Instance.Compare(pair.First.Key, pair.Second.Key) < 0);
}
