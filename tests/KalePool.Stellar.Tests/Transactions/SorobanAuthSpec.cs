using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Transactions;

public sealed class SorobanAuthSpec
{
    [Fact]
    public void Refuses_no_signer_the_same_twice_and_too_many()
    {
        var signer = KeyPair.FromSeed(new byte[32]);
        Assert.Throws<ArgumentException>(() => SorobanAuth.SignatureValue(Opaque.Zeros(32)));
        Assert.Throws<ArgumentException>(() => SorobanAuth.SignatureValue(Opaque.Zeros(32), signer, signer));
        Assert.Throws<ArgumentException>(() => SorobanAuth.SignatureValue(Opaque.Zeros(32), [.. Enumerable.Range(0, 21).Select(_ => KeyPair.Random())]));
    }
}
