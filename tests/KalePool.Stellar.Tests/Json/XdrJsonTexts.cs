using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Json;

/// <summary>What SEP-51 writes as a text of its own kind: addresses and ids as strkeys, wide integers, asset codes, strings.</summary>
static class XdrJsonTexts
{
    /// <summary>Null for types that are written field by field.</summary>
    public static string? TryWrite(object value) => value switch
    {
        PublicKey key => key.ToText(),
        MuxedAccount account => account.ToText(),
        SCAddress address => address.ToText(),
        MuxedEd25519Account muxed => StrKey.EncodeMuxed(muxed.Ed25519, muxed.Id),
        ClaimableBalanceID.ClaimableBalanceIdTypeV0 balance => StrKey.Encode(StrKeyKind.ClaimableBalance, [0, .. balance.Value.Span]),
        SignerKey.Ed25519 key => StrKey.Encode(StrKeyKind.Account, key.Value.Span),
        SignerKey.PreAuthTx hash => StrKey.Encode(StrKeyKind.PreAuthTx, hash.Value.Span),
        SignerKey.HashX hash => StrKey.Encode(StrKeyKind.Sha256Hash, hash.Value.Span),
        SignerKey.Ed25519SignedPayload { Value: var signed } => StrKey.EncodeSignedPayload(signed.Ed25519, signed.Payload),
        Int128Parts or UInt128Parts or Int256Parts or UInt256Parts => Wide(value),
        _ => null,
    };

    /// <summary>Null for types that are read field by field.</summary>
    public static object? TryRead(Type type, string? text)
    {
        if (type == typeof(PublicKey)) return Addresses.Account(text!);
        if (type == typeof(MuxedAccount)) return Addresses.Source(text!);
        if (type == typeof(SCAddress)) return Address(text!);
        if (type == typeof(SignerKey)) return Signer(text!);
        if (type == typeof(ClaimableBalanceID)) return Balance(text!);
        if (type == typeof(Int128Parts)) return XdrCodec.Decode<Int128Parts>(Limbs(text!, 16));
        if (type == typeof(UInt128Parts)) return XdrCodec.Decode<UInt128Parts>(Limbs(text!, 16));
        if (type == typeof(Int256Parts)) return XdrCodec.Decode<Int256Parts>(Limbs(text!, 32));
        return type == typeof(UInt256Parts) ? XdrCodec.Decode<UInt256Parts>(Limbs(text!, 32)) : null;
    }

    public static string OfOpaque(Opaque value, string field) => field switch
    {
        "contractID" => StrKey.Encode(StrKeyKind.Contract, value.Span),
        "liquidityPoolID" => StrKey.Encode(StrKeyKind.LiquidityPool, value.Span),
        "assetCode" => AssetCode(value.Span),
        _ => value.ToHex(),
    };

    /// <param name="length">Of fixed data, in bytes.</param>
    public static Opaque ToOpaque(string text, string field, int length) => field switch
    {
        "contractID" => StrKey.Decode(StrKeyKind.Contract, text),
        "liquidityPoolID" => StrKey.Decode(StrKeyKind.LiquidityPool, text),
        "assetCode" => (byte[])[.. Unescape(text), .. new byte[length - Unescape(text).Length]],
        _ => Opaque.FromHex(text),
    };

    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var b in bytes)
        {
            text.Append(b switch
            {
                0 => @"\0",
                (byte)'\t' => @"\t",
                (byte)'\n' => @"\n",
                (byte)'\r' => @"\r",
                (byte)'\\' => @"\\",
                >= 0x20 and < 0x7f => $"{(char)b}",
                _ => $@"\x{b:x2}",
            });
        }
        return text.ToString();
    }

    /// <exception cref="FormatException">Not escaped as <see cref="Escape"/> does.</exception>
    public static byte[] Unescape(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                bytes.Add(text[i] is >= ' ' and < (char)0x7f ? (byte)text[i] : throw new FormatException($"{(int)text[i]} is not escaped"));
                continue;
            }
            i++;
            bytes.Add(text[i] switch
            {
                '0' => 0,
                't' => (byte)'\t',
                'n' => (byte)'\n',
                'r' => (byte)'\r',
                '\\' => (byte)'\\',
                'x' => byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                _ => throw new FormatException($"\\{text[i]} is no escape"),
            });
            if (text[i] == 'x') i += 2;
        }
        return [.. bytes];
    }

    /// <summary>Without the zeros that fill it up; five characters at least tell the long form from the short one.</summary>
    static string AssetCode(ReadOnlySpan<byte> code) => Escape(code[..Math.Max(code.TrimEnd((byte)0).Length, code.Length == 12 ? 5 : 0)]);

    static string Wide(object value)
    {
        var bytes = value switch
        {
            Int128Parts parts => parts.ToXdr(),
            UInt128Parts parts => parts.ToXdr(),
            Int256Parts parts => parts.ToXdr(),
            _ => ((UInt256Parts)value).ToXdr(),
        };
        return new BigInteger(bytes, isUnsigned: value is UInt128Parts or UInt256Parts, isBigEndian: true).ToString(CultureInfo.InvariantCulture);
    }

    static byte[] Limbs(string text, int length)
    {
        var value = BigInteger.Parse(text, CultureInfo.InvariantCulture);
        var bytes = new byte[length];
        if (value.Sign < 0) value += BigInteger.One << (8 * length);
        var magnitude = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        magnitude.CopyTo(bytes, length - magnitude.Length);
        return bytes;
    }

    static SCAddress Address(string text)
    {
        if (!StrKey.TryDecode(text, out var kind, out var payload)) throw new FormatException($"{text} is no strkey");
        return kind switch
        {
            StrKeyKind.MuxedAccount => new SCAddress.MuxedAccount(new MuxedEd25519Account(BinaryPrimitives.ReadUInt64BigEndian(payload.Span[32..]), new Opaque(payload.Span[..32]))),
            StrKeyKind.ClaimableBalance => new SCAddress.ClaimableBalance(Balance(text)),
            StrKeyKind.LiquidityPool => new SCAddress.LiquidityPool(payload),
            _ => Addresses.Parse(text),
        };
    }

    static ClaimableBalanceID.ClaimableBalanceIdTypeV0 Balance(string text) => new(new Opaque(StrKey.Decode(StrKeyKind.ClaimableBalance, text).Span[1..]));

    static SignerKey Signer(string text)
    {
        if (!StrKey.TryDecode(text, out var kind, out var payload)) throw new FormatException($"{text} is no strkey");
        switch (kind)
        {
            case StrKeyKind.Account: return new SignerKey.Ed25519(payload);
            case StrKeyKind.PreAuthTx: return new SignerKey.PreAuthTx(payload);
            case StrKeyKind.Sha256Hash: return new SignerKey.HashX(payload);
            default:
                var (key, signed) = StrKey.DecodeSignedPayload(text);
                return new SignerKey.Ed25519SignedPayload(new SignerKeyEd25519SignedPayload(key, signed));
        }
    }
}
