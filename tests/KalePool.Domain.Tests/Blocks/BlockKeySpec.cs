using KalePool.Domain.Blocks;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Blocks;

public sealed class BlockKeySpec
{
    const string Hex = "00000064000000000000000000000000";

    [Theory]
    [InlineData(0u, Hex + "-0")]
    [InlineData(42u, Hex + "-42")]
    [InlineData(uint.MaxValue, Hex + "-4294967295")]
    public void Is_written_and_read_back(uint index, string text)
    {
        var key = new BlockKey(Pooler, index);
        Assert.Equal(text, key.ToString());
        Assert.Equal(key, BlockKey.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Hex)]
    [InlineData(Hex + "-")]
    [InlineData(Hex + "_42")]
    [InlineData(Hex + "--1")]
    [InlineData(Hex + "-+1")]
    [InlineData(Hex + "- 1")]
    [InlineData(Hex + "-1 ")]
    [InlineData(Hex + "-1x")]
    [InlineData(Hex + "-4294967296")]
    [InlineData("g0000064000000000000000000000000-42")]
    [InlineData("00000064-0000-0000-0000-000000000000-42")]
    public void Refuses_anything_else(string text) => Assert.Throws<FormatException>(() => BlockKey.Parse(text));
}
