using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Transactions;

public sealed class ContractIdSpec
{
    public static TheoryData<int, string> Networks => Vectors.Cases("contractids.json", "networks", "name");
    public static TheoryData<int, string> Cases => Vectors.Cases("contractids.json", "cases", "name", "network");

    [Theory, MemberData(nameof(Networks))]
    public void A_network_is_the_hash_of_its_passphrase(int index, string label)
    {
        var item = Vectors.Case("contractids.json", "networks", index);
        Assert.True(item.Text("networkIdHex") == new Network(item.Text("passphrase")).Id.ToHex(), label);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Finds_where_the_sdk_finds_it(int index, string label)
    {
        var item = Vectors.Case("contractids.json", "cases", index);
        var network = new Network(Vectors.File("contractids.json").GetProperty("networks").EnumerateArray()
            .Single(other => other.Text("name") == item.Text("network")).Text("passphrase"));
        Opaque id;
        if (item.TryGetProperty("asset", out var text))
        {
            var asset = Assets.Parse(text.GetString()!);
            Assert.Equal((item.Text("assetXdr"), text.GetString()), (asset.ToBase64(), asset.ToText()));
            id = ContractId.OfAsset(asset, network);
        }
        else
        {
            id = ContractId.OfDeployment(Addresses.Parse(item.Text("deployer")), Opaque.FromHex(item.Text("saltHex")), network);
        }
        Assert.True(item.Text("contractIdHex") == id.ToHex(), label);
        Assert.Equal(item.Text("contractId"), new SCAddress.Contract(id).ToText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("XLM")]
    [InlineData("KALE")]
    [InlineData(":GBDVX4VELCDSQ54KQJYTNHXAHFLBCA77ZY2USQBM4CSHTTV7DME7KALE")]
    [InlineData("KA-E:GBDVX4VELCDSQ54KQJYTNHXAHFLBCA77ZY2USQBM4CSHTTV7DME7KALE")]
    [InlineData("THIRTEENCODES:GBDVX4VELCDSQ54KQJYTNHXAHFLBCA77ZY2USQBM4CSHTTV7DME7KALE")]
    [InlineData("KALE:GBDVX4VELCDSQ54KQJYTNHXAHFLBCA77ZY2USQBM4CSHTTV7DME7KALA")]
    [InlineData("KALE:CB23WRDQWGSP6YPMY4UV5C4OW5CBTXKYN3XEATG7KJEZCXMJBYEHOUOV")]
    public void Refuses_texts_that_are_no_asset(string text) => Assert.Throws<FormatException>(() => Assets.Parse(text));

    [Fact]
    public void Addresses_are_read_and_written_as_strkeys()
    {
        foreach (var item in Vectors.File("strkey.json").GetProperty("valid").EnumerateArray())
        {
            var text = item.Text("strkey");
            if (item.Text("prefix") is "G" or "C") Assert.Equal(text, Addresses.Parse(text).ToText());
            else Assert.Throws<FormatException>(() => Addresses.Parse(text));
            if (item.Text("prefix") is "G" or "M") Assert.Equal(text, Addresses.Source(text).ToText());
            else Assert.Throws<FormatException>(() => Addresses.Source(text));
        }
    }
}
