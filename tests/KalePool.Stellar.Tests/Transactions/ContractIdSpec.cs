using KalePool.Stellar.Transactions;

namespace KalePool.Stellar.Tests.Transactions;

public sealed class ContractIdSpec
{
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
