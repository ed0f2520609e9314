using System.Text;

namespace KalePool.Hashing.Tests;

public class Keccak256Spec
{
    // Known answers of Keccak-256 with the submission's padding, long in public use.
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("The quick brown fox jumps over the lazy dog", "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15")]
    [InlineData("The quick brown fox jumps over the lazy dog.", "578951e24efd62a3d63a86f7cd19aaa53c898fe287d2552133220370240b572d")]
    public void Hashes_to_the_known_answers(string text, string hash) =>
        Assert.Equal(hash, Keccak256.Hash(Encoding.ASCII.GetBytes(text)).ToString());

    [Theory]
    // The bytes 0, 1, 2, …; hashes made by a second, independently written implementation.
    [InlineData(135, "cbdfd9dee5faad3818d6b06f95a219fd290b0e1706f6a82e5a595b9ce9faca62")]
    [InlineData(136, "7ce759f1ab7f9ce437719970c26b0a66ff11fe3e38e17df89cf5d29c7d7f807e")]
    [InlineData(137, "ac73d4fae68b8453f764007c1a20ce95994187861f0c3227a3a8e99a73a3b1db")]
    public void Pads_around_a_whole_block(int length, string hash) =>
        Assert.Equal(hash, Keccak256.Hash([.. Enumerable.Range(0, length).Select(i => (byte)i)]).ToString());

    [Fact]
    public void Hashes_what_the_sdk_hashed()
    {
        Assert.NotEmpty(ProofOfWorkVector.All);
        Assert.All(ProofOfWorkVector.All, v =>
        {
            Assert.Equal(v.MessageHex, Convert.ToHexStringLower(v.Template.Message(v.Nonce)));
            Assert.Equal(v.HashHex, v.Template.HashOf(v.Nonce).ToString());
            Assert.Equal(v.Zeros, v.Template.HashOf(v.Nonce).Zeros);
        });
    }
}
