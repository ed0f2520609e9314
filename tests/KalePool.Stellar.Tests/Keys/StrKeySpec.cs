using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Keys;

public sealed class StrKeySpec
{
    public static TheoryData<int, string> Valid => Vectors.Cases("strkey.json", "valid", "prefix", "payloadHex");
    public static TheoryData<int, string> Invalid => Vectors.Cases("strkey.json", "invalid", "reason", "strkey");
    public static TheoryData<int, string> WrongType => Vectors.Cases("strkey.json", "wrongType", "decodeAs", "strkey");

    [Theory, MemberData(nameof(Valid))]
    public void Encodes_and_decodes_as_the_sdk_does(int index, string label)
    {
        var item = Vectors.Case("strkey.json", "valid", index);
        var kind = (StrKeyKind)item.GetProperty("versionByte").GetInt32();
        Assert.Equal(KindOf(item.Text("type")), kind);
        Assert.Equal(item.Text("strkey"), StrKey.Encode(kind, item.Hex("payloadHex")));
        Assert.Equal(Opaque.FromHex(item.Text("payloadHex")), StrKey.Decode(kind, item.Text("strkey")));
        Assert.StartsWith(item.Text("prefix"), item.Text("strkey"), StringComparison.Ordinal);
        Assert.NotEmpty(label);
        if (kind == StrKeyKind.MuxedAccount)
        {
            var (key, id) = StrKey.DecodeMuxed(item.Text("strkey"));
            Assert.Equal((item.Text("ed25519Hex"), item.Text("id")), (key.ToHex(), $"{id}"));
            Assert.Equal(item.Text("strkey"), StrKey.EncodeMuxed(key, id));
        }
        if (kind == StrKeyKind.SignedPayload)
        {
            var (key, payload) = StrKey.DecodeSignedPayload(item.Text("strkey"));
            Assert.Equal((item.Text("ed25519Hex"), item.Text("payload")), (key.ToHex(), payload.ToHex()));
            Assert.Equal(item.Text("strkey"), StrKey.EncodeSignedPayload(key, payload));
        }
    }

    [Theory, MemberData(nameof(Invalid))]
    public void Refuses_whatever_is_not_canonical(int index, string label)
    {
        var text = Vectors.Case("strkey.json", "invalid", index).Text("strkey");
        Assert.False(StrKey.TryDecode(text, out _, out _), label);
        foreach (var kind in Enum.GetValues<StrKeyKind>())
            Assert.Throws<FormatException>(() => StrKey.Decode(kind, text));
    }

    [Theory, MemberData(nameof(WrongType))]
    public void Refuses_a_key_of_another_kind(int index, string label)
    {
        var item = Vectors.Case("strkey.json", "wrongType", index);
        Assert.True(StrKey.TryDecode(item.Text("strkey"), out _, out _), label);
        Assert.False(StrKey.IsValid(KindOf(item.Text("decodeAs")), item.Text("strkey")));
    }

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

    static StrKeyKind KindOf(string name) => name switch
    {
        "ed25519PublicKey" => StrKeyKind.Account,
        "ed25519SecretSeed" => StrKeyKind.Seed,
        "preAuthTx" => StrKeyKind.PreAuthTx,
        "sha256Hash" => StrKeyKind.Sha256Hash,
        "contract" => StrKeyKind.Contract,
        "liquidityPool" => StrKeyKind.LiquidityPool,
        "claimableBalance" => StrKeyKind.ClaimableBalance,
        "med25519PublicKey" => StrKeyKind.MuxedAccount,
        "signedPayload" => StrKeyKind.SignedPayload,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "a kind the vectors did not have before"),
    };
}
