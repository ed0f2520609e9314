using System.Text.Json;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Transactions;

/// <summary>Entries as servers give them: keys, extensions, what can be spent.</summary>
public sealed class LedgerEntriesSpec
{
    public static TheoryData<int, string> Entries => Vectors.Cases("ledgerentries.json", "cases", "name");
    public static TheoryData<int, string> Ttls => Vectors.Cases("ledgerentries.json", "ttlEntries", "of");

    [Theory, MemberData(nameof(Entries))]
    public void An_entry_stands_under_its_key(int index, string label)
    {
        var rpc = Vectors.Case("ledgerentries.json", "cases", index).GetProperty("rpc");
        var data = XdrCodec.FromBase64<LedgerEntryData>(rpc.Text("xdr"));
        Assert.True(rpc.Text("key") == LedgerKeys.Of(data).ToBase64(), label);
    }

    [Theory, MemberData(nameof(Ttls))]
    public void A_time_to_live_stands_under_the_hash_of_the_entrys_key(int index, string of)
    {
        var item = Vectors.Case("ledgerentries.json", "ttlEntries", index);
        var data = XdrCodec.FromBase64<LedgerEntryData>(item.Text("dataXdr"));
        Assert.Equal(item.Text("keyXdr"), LedgerKeys.Of(data).ToBase64());
        var named = Vectors.File("ledgerentries.json").GetProperty("cases").EnumerateArray().Single(c => c.Text("name") == of);
        Assert.Equal(item.Text("keyXdr"), Footprints.TtlKey(XdrCodec.FromBase64<LedgerKey>(named.GetProperty("rpc").Text("key"))).ToBase64());
    }

    [Theory, MemberData(nameof(Entries))]
    public void Reads_accounts_and_trustlines_through_every_extension(int index, string label)
    {
        var item = Vectors.Case("ledgerentries.json", "cases", index);
        var json = item.GetProperty("dataJson");
        switch (XdrCodec.FromBase64<LedgerEntryData>(item.GetProperty("rpc").Text("xdr")))
        {
            case LedgerEntryData.Account { Value: var account }:
                var ext = json.GetProperty("account").GetProperty("ext");
                Assert.Equal(Find(ext, "selling") ?? "0", $"{account.Liabilities().Selling}");
                Assert.Equal(Find(ext, "buying") ?? "0", $"{account.Liabilities().Buying}");
                Assert.Equal(Find(ext, "num_sponsored") ?? "0", $"{account.NumSponsored()}");
                Assert.Equal(Find(ext, "num_sponsoring") ?? "0", $"{account.NumSponsoring()}");
                Assert.Equal(Find(ext, "seq_ledger"), account.SequenceLedger()?.ToString(System.Globalization.CultureInfo.InvariantCulture));
                Assert.Equal(Find(ext, "seq_time"), account.SequenceTime()?.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case LedgerEntryData.Trustline { Value: var line }:
                var lineJson = json.GetProperty("trustline");
                Assert.Equal(Find(lineJson.GetProperty("ext"), "selling") ?? "0", $"{line.Liabilities().Selling}");
                Assert.Equal(line.Balance - line.Liabilities().Selling, line.AvailableBalance());
                Assert.Equal(line.Limit - line.Balance - line.Liabilities().Buying, line.Capacity());
                Assert.Equal((line.Flags & 1) == 1, line.IsAuthorized());
                break;
            default:
                Assert.NotEmpty(label);
                break;
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 10_000_000)]
    [InlineData(1, 0, 0, 0, 15_000_000)]
    [InlineData(1, 2, 1, 7, 20_000_007)]
    public void Keeps_the_reserve_and_what_offers_sell(uint subEntries, uint sponsoring, uint sponsored, long selling, long minimum)
    {
        var account = new AccountEntry(
            Addresses.Account(Opaque.Zeros(32)), 30_000_000, 1, subEntries, null, 0, "", new byte[] { 1, 0, 0, 0 }, [],
            new AccountEntryExt.V1(new AccountEntryExtensionV1(new Liabilities(0, selling), new AccountEntryExtensionV1Ext.V2(
                new AccountEntryExtensionV2(sponsored, sponsoring, [], new AccountEntryExtensionV2Ext.V0())))));
        Assert.Equal(minimum, account.MinimumBalance(5_000_000));
        Assert.Equal(30_000_000 - minimum, account.AvailableBalance(5_000_000));
    }

    /// <summary>The member of that name, however deep.</summary>
    static string? Find(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in element.EnumerateObject())
            if ((member.Name == name ? member.Value.ToString() : Find(member.Value, name)) is { } found) return found;
        return null;
    }
}
