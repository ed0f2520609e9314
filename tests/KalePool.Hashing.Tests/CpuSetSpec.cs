namespace KalePool.Hashing.Tests;

public class CpuSetSpec
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0-3,8", "0-3,8")]
    [InlineData("8, 1-2,0", "0-2,8")]
    [InlineData("5,5,4-6", "4-6")]
    public void Reads_and_writes_what_Linux_writes(string text, string written)
    {
        Assert.True(CpuSet.TryParse(text, out var set));
        Assert.Equal(written, set.ToString());
        Assert.Equal(set, CpuSet.Of(set.Numbers.Reverse()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    [InlineData("8192")]
    [InlineData("0-99999999999")]
    [InlineData("1,,2")]
    [InlineData("all")]
    public void Refuses_what_is_no_list_of_processors(string text) => Assert.False(CpuSet.TryParse(text, out _));

    [Fact]
    public void Its_mask_has_a_bit_for_each() => Assert.Equal([0x9UL, 0x2UL], CpuSet.Of([0, 3, 65]).ToMask());
}
