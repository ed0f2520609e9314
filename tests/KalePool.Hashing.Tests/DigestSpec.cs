namespace KalePool.Hashing.Tests;

public class DigestSpec
{
    [Theory]
    [InlineData("ff00000000000000000000000000000000000000000000000000000000000000", 0)]
    [InlineData("0f00000000000000000000000000000000000000000000000000000000000000", 1)]
    [InlineData("00ff000000000000000000000000000000000000000000000000000000000000", 2)]
    [InlineData("0000000099be0037e5a48324959cb9dd10965ae59511cfd1996f9b917aad9980", 8)]
    [InlineData("000000000000000f000000000000000000000000000000000000000000000000", 15)]
    [InlineData("0000000000000000f00000000000000000000000000000000000000000000000", 16)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001", 63)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 64)]
    public void Counts_leading_zero_hex_digits(string hex, int zeros)
    {
        var digest = Digest.FromBytes(Convert.FromHexString(hex));
        Assert.Equal(zeros, digest.Zeros);
        Assert.Equal(hex, digest.ToString());
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void Refuses_another_length(int length) => Assert.Throws<ArgumentException>(() => Digest.FromBytes(new byte[length]));
}
