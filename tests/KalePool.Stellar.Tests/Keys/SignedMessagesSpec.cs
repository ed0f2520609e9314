using KalePool.Stellar.Keys;

namespace KalePool.Stellar.Tests.Keys;

/// <summary>Key, messages and signatures are those of SEP-53's own test cases.</summary>
public sealed class SignedMessagesSpec
{
    const string Secret = "SAKICEVQLYWGSOJS4WW7HZJWAHZVEEBS527LHK5V4MLJALYKICQCJXMW";
    const string Address = "GBXFXNDLV4LSWA4VB7YIL5GBD7BVNR22SGBTDKMO2SBZZHDXSKZYCP7L";
    const string English = "Hello, World!";
    const string EnglishHex = "7cee5d6d885752104c85eea421dfdcb95abf01f1271d11c4bec3fcbd7874dccd6e2e98b97b8eb23b643cac4073bb77de5d07b0710139180ae9f3cbba78f2ba04";

    [Theory]
    [InlineData(English, EnglishHex)]
    [InlineData("こんにちは、世界！", "083536eb95ecf32dce59b07fe7a1fd8cf814b2ce46f40d2a16e4ea1f6cecd980e04e6fbef9d21f98011c785a81edb85f3776a6e7d942b435eb0adc07da4d4604")]
    public void Signs_as_the_standard_does(string message, string hex)
    {
        var pair = KeyPair.FromSecret(Secret);
        Assert.Equal(Address, pair.Address);
        Assert.Equal(hex, pair.SignMessage(message).ToHex());
        Assert.True(SignedMessages.IsSignedBy(message, Address, hex));
        Assert.True(SignedMessages.IsSignedBy(message, Address, Convert.ToBase64String(Convert.FromHexString(hex))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("7cee5d6d")]
    [InlineData("zcee5d6d885752104c85eea421dfdcb95abf01f1271d11c4bec3fcbd7874dccd6e2e98b97b8eb23b643cac4073bb77de5d07b0710139180ae9f3cbba78f2ba04")]
    [InlineData("fcee5d6d885752104c85eea421dfdcb95abf01f1271d11c4bec3fcbd7874dccd6e2e98b97b8eb23b643cac4073bb77de5d07b0710139180ae9f3cbba78f2ba04")]
    public void Refuses_what_is_no_signature_of_it(string signature) => Assert.False(SignedMessages.IsSignedBy(English, Address, signature));

    [Fact]
    public void Refuses_another_message_another_wallet_and_a_signature_without_the_prefix()
    {
        var pair = KeyPair.FromSecret(Secret);
        Assert.False(SignedMessages.IsSignedBy(English + " ", Address, EnglishHex));
        Assert.False(SignedMessages.IsSignedBy(English, KeyPair.FromSeed(new byte[32]).Address, EnglishHex));
        Assert.False(SignedMessages.IsSignedBy(English, Address, pair.Sign(System.Text.Encoding.UTF8.GetBytes(English)).ToHex()));
    }
}
