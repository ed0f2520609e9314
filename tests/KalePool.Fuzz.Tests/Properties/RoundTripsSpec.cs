using CsCheck;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Fuzz.Tests.Properties;

/// <summary>What is written is what is read.</summary>
public sealed class RoundTripsSpec
{
    static readonly Gen<StrKeyKind> KeyKinds = Gen.OneOf(StrKeyKind.Account, StrKeyKind.Contract, StrKeyKind.Seed, StrKeyKind.PreAuthTx, StrKeyKind.Sha256Hash, StrKeyKind.LiquidityPool);

    static readonly Gen<SCVal> Plain = Gen.OneOf(
        Gen.Bool.Select(b => (SCVal)new SCVal.Bool(b)), Gen.UInt.Select(SCVals.U32), Gen.ULong.Select(SCVals.U64), Gen.Byte.Array[0, 40].Select(b => SCVals.Bytes(b)),
        Gen.Byte.Array[32].Select(b => SCVals.AccountAddress(b)), Gen.Byte.Array[32].Select(b => SCVals.ContractAddress(b)), Gen.String[Gen.Char['a', 'z'], 0, 32].Select(SCVals.Symbol));

    static readonly Gen<SCVal> Values = Gen.Recursive<SCVal>((depth, inner) => depth > 4
        ? Plain
        : Gen.OneOf(Plain, inner.Array[0, 4].Select(items => SCVals.Vec(items)), Gen.Select(inner, inner).Array[0, 3].Select(MapOf)));

    static SCVal MapOf((SCVal Key, SCVal Value)[] pairs) => new SCVal.Map([.. pairs.Select(p => new SCMapEntry(p.Key, p.Value))]);

    [Fact]
    public void Values_of_contracts() => Values.Sample(value => Assert.Equal(value, XdrCodec.FromBase64<SCVal>(value.ToBase64())));

    [Fact]
    public void Keys_and_none_that_differs_in_one_letter() => Gen.Select(KeyKinds, Gen.Byte.Array[32], Gen.Int[0, 55], Gen.OneOf<char>([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"])).Sample((kind, key, at, letter) =>
    {
        var text = StrKey.Encode(kind, key);
        Assert.Equal(new Opaque(key.AsSpan()), StrKey.Decode(kind, text));
        var other = string.Concat(text.AsSpan(0, at), [letter], text.AsSpan(at + 1));
        Assert.Equal(other == text, StrKey.TryDecode(other, out _, out _));
    });

    [Fact]
    public void Signatures_over_texts_and_over_no_others() => Gen.Select(Gen.Byte.Array[32], Gen.String, Gen.String).Sample((seed, text, other) =>
    {
        var key = KeyPair.FromSeed(seed);
        var signature = key.SignMessage(text).ToHex();
        Assert.True(SignedMessages.IsSignedBy(text, key.Address, signature));
        if (text != other) Assert.Equal(System.Text.Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(other)), SignedMessages.IsSignedBy(other, key.Address, signature));
    }, iter: 20);
}
