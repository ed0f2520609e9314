using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Keys;

public sealed class KeyPairSpec
{
    [Fact]
    public void Refuses_keys_of_small_order()
    {
        // With the neutral element as the key, R = neutral and S = 0 would fit every message.
        var neutral = new byte[32];
        neutral[0] = 1;
        byte[] signature = [.. neutral, .. new byte[32]];
        Assert.False(KeyPair.Verify(neutral, [1, 2, 3], signature));
        Assert.False(KeyPair.Verify(new byte[32], [1, 2, 3], signature));
    }

    [Fact]
    public void Refuses_keys_and_signatures_of_another_length()
    {
        var pair = KeyPair.FromSeed(new byte[32]);
        var signature = pair.Sign([1]);
        Assert.False(KeyPair.Verify(pair.PublicKey.Span[..31], [1], signature.Span));
        Assert.False(KeyPair.Verify([], [1], signature.Span));
        Assert.Throws<ArgumentException>(() => KeyPair.FromSeed(new byte[33]));
        Assert.Throws<FormatException>(() => KeyPair.FromSecret(pair.Address));
    }

    [Fact]
    public void Shows_the_address_never_the_secret()
    {
        var pair = KeyPair.Random();
        Assert.Equal(pair.Address, $"{pair}");
        Assert.NotEqual(pair.Address, KeyPair.Random().Address);
    }

    [Theory]
    [InlineData("Public Global Stellar Network ; September 2015", "7ac33997544e3175d266bd022439b22cdb16508c01163f26e5cb2a3e1045a979")]
    [InlineData("Test SDF Network ; September 2015", "cee0302d59844d32bdca915c8203dd44b33fbb7edc19051ea37abedf28ecd472")]
    public void A_network_is_the_hash_of_its_passphrase(string passphrase, string id) =>
        Assert.Equal(Opaque.FromHex(id), new Network(passphrase).Id);

    [Fact]
    public void Networks_compare_by_passphrase()
    {
        Assert.Equal(Network.Public, new Network(Network.Public.Passphrase));
        Assert.NotEqual(Network.Public, Network.Testnet);
        Assert.Throws<ArgumentException>(() => new Network(""));
    }
}
