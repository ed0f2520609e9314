using KalePool.Backend.Custody;

namespace KalePool.Backend.Tests.Custody;

public sealed class MasterKeySpec
{
    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    public void Has_32_bytes(int length)
    {
        Assert.Throws<ArgumentException>(() => new MasterKey(new byte[length]));
        Assert.False(MasterKey.IsText(Convert.ToBase64String(new byte[length])));
    }

    [Fact]
    public void Is_named_by_an_id_that_follows_from_it()
    {
        var key = new byte[MasterKey.Bytes];
        var id = new MasterKey(key).Id;
        Assert.Matches("^[0-9a-f]{16}$", id);
        Assert.Equal(id, new MasterKey(key).Id);
        key[31] = 1;
        Assert.NotEqual(id, new MasterKey(key).Id);
    }

    [Fact]
    public void Tells_its_id_alone()
    {
        var key = new MasterKey(Enumerable.Repeat((byte)0xab, MasterKey.Bytes).ToArray());
        Assert.Equal($"master key {key.Id}", key.ToString());
        Assert.DoesNotContain("abab", key.ToString(), StringComparison.Ordinal);
    }
}
