using KalePool.Stellar.Xdr;
using KalePool.Tests.Golden;

namespace KalePool.Kale.Tests;

/// <summary>The contract's own values among the official SDK's: read as what they are called, written as they came.</summary>
public sealed class KaleGoldenValuesSpec
{
    static readonly Opaque ContractId = Opaque.Zeros(32);

    static readonly GoldenSuite Golden = new(new Dictionary<(string, string), GoldenCheck> { [("scval.json", "cases")] = CheckAsync });

    public static TheoryData<string, int, string> Rows
    {
        get
        {
            var data = new TheoryData<string, int, string>();
            foreach (var folder in GoldenFolders.Names)
                foreach (var row in Golden.Rows(GoldenFolders.PathOf(folder)).Where(row => row.Case.Has("kale")))
                    data.Add(folder, row.Index, row.Case.Path);
            return data;
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task Reads_and_writes_what_the_contract_stores(string folder, int index, string label)
    {
        Assert.NotEmpty(label);
        await Golden.CheckAsync(GoldenFolders.Row(folder, "scval.json", "cases", index));
    }

    [Fact]
    public void There_are_blocks_pails_and_keys() =>
        Assert.Equal(
            ["Block", "Pail", "Storage"],
            Golden.Rows(GoldenFolders.OwnPath).Where(row => row.Case.Has("kale")).Select(row => row.Case.Text("kale")).Distinct().Order());

    static Task CheckAsync(GoldenCase item)
    {
        // The tests of KalePool.Stellar compare the JSON and the length.
        item.Inform("name", "note", "json", "bytes");
        var value = XdrCodec.FromBase64<SCVal>(item.Text("xdr"));
        switch (item.Text("kale"))
        {
            case "Block":
                Assert.Equal(value, KaleCodec.Encode(KaleCodec.DecodeBlock(value)));
                break;
            case "Pail":
                Assert.Equal(value, KaleCodec.Encode(KaleCodec.DecodePail(value)));
                break;
            case "Storage":
                Assert.Contains(value, KeysLike(value));
                break;
            default:
                throw new InvalidDataException($"{item.Text("kale")} is a kind of value that no test knows");
        }
        return Task.CompletedTask;
    }

    /// <summary>The key of a block or pail with the same numbers; the keys inside the instance.</summary>
    static IEnumerable<SCVal> KeysLike(SCVal value)
    {
        switch (Assert.IsType<SCVal.Vec>(value).Value!)
        {
            case [SCVal.Symbol, SCVal.U32 { Value: var index }]:
                return [KeyOf(KaleKeys.Block(ContractId, index))];
            case [SCVal.Symbol, SCVal.Address { Value: var farmer }, SCVal.U32 { Value: var index }]:
                return [KeyOf(KaleKeys.Pail(ContractId, farmer, index))];
            default:
                var farm = new FarmState(new SCAddress.Contract(ContractId), new SCAddress.Contract(ContractId), KaleBlock.Fresh(1), 1, true);
                return KaleCodec.Encode(farm, ContractId).Storage!.Select(entry => entry.Key);
        }
    }

    static SCVal KeyOf(LedgerKey key) => Assert.IsType<LedgerKey.ContractData>(key).Value.Key;
}
