using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Keys;

public sealed class StrKeySpec
{
    [Fact]
    public void Refuses_null_and_texts_of_any_length()
    {
        Assert.False(StrKey.TryDecode(null, out _, out _));
        for (var length = 0; length < 400; length++)
            Assert.False(StrKey.TryDecode(new string('A', length), out _, out _), $"{length} letters");
    }

    [Fact]
    public void Refuses_to_encode_a_payload_of_another_length()
    {
        Assert.Throws<ArgumentException>(() => StrKey.Encode(StrKeyKind.Account, new byte[31]));
        Assert.Throws<ArgumentException>(() => StrKey.Encode(StrKeyKind.MuxedAccount, new byte[32]));
        Assert.Throws<ArgumentException>(() => StrKey.Encode((StrKeyKind)56, new byte[32]));
        Assert.Throws<ArgumentException>(() => StrKey.EncodeSignedPayload(Opaque.Zeros(32), Opaque.Zeros(65)));
        Assert.Throws<ArgumentException>(() => StrKey.EncodeSignedPayload(Opaque.Zeros(32), Opaque.Zeros(0)));
    }

    [Fact]
    public void Never_repeats_a_text_that_may_be_a_secret()
    {
        const string damaged = "SCGBO2LX6A5UEF7BDSJXQMYXOJMGXN6SV36XVPYH2EDJEQHUFZBQ7VRE";
        var error = Assert.Throws<FormatException>(() => StrKey.Decode(StrKeyKind.Seed, damaged));
        Assert.DoesNotContain(damaged[..8], error.Message, StringComparison.Ordinal);
    }
}
