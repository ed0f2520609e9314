using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Keys;

/// <summary>
/// The text form of keys and ids (SEP-23): base32 of version byte, payload and CRC-16, low byte first.
/// Only the canonical text is read: what is decoded encodes to the same text. No message repeats the text, it may be a secret.
/// </summary>
public static class StrKey
{
    public const int KeyBytes = 32;
    public const int MuxedBytes = KeyBytes + sizeof(ulong);
    public const int MaxSignedPayloadBytes = 64;

    const int ClaimableBalanceBytes = 1 + KeyBytes;
    const int SignedPayloadHeadBytes = KeyBytes + sizeof(uint);
    const int ChecksumBytes = 2;
    const int MaxTextLength = ((1 + SignedPayloadHeadBytes + MaxSignedPayloadBytes + ChecksumBytes) * 8 + 4) / 5;

    /// <param name="payload">As <see cref="StrKeyKind"/> says for the kind.</param>
    /// <exception cref="ArgumentException">The payload is not one of this kind.</exception>
    public static string Encode(StrKeyKind kind, ReadOnlySpan<byte> payload)
    {
        if (!IsPayload(kind, payload)) throw new ArgumentException($"{payload.Length} bytes are no payload of {kind}", nameof(payload));
        Span<byte> bytes = stackalloc byte[1 + payload.Length + ChecksumBytes];
        bytes[0] = (byte)kind;
        payload.CopyTo(bytes[1..]);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[^ChecksumBytes..], Crc16.Of(bytes[..^ChecksumBytes]));
        return Base32.Encode(bytes);
    }

    /// <summary>The payload, as <see cref="StrKeyKind"/> says for the kind.</summary>
    /// <exception cref="FormatException">Not a strkey, not canonical, or of another kind.</exception>
    public static Opaque Decode(StrKeyKind kind, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!TryDecode(text, out var found, out var payload)) throw new FormatException($"not a valid strkey of kind {kind}");
        if (found != kind) throw new FormatException($"a strkey of kind {kind} expected, not of {found}");
        return payload;
    }

    public static bool TryDecode(StrKeyKind kind, [NotNullWhen(true)] string? text, out Opaque payload) =>
        TryDecode(text, out var found, out payload) && found == kind;

    /// <summary>Reads a strkey of any kind.</summary>
    public static bool TryDecode([NotNullWhen(true)] string? text, out StrKeyKind kind, out Opaque payload)
    {
        kind = default;
        payload = default;
        if (text is null || text.Length > MaxTextLength) return false;
        if (!Base32.TryDecode(text, out var bytes) || bytes.Length <= 1 + ChecksumBytes) return false;
        var body = bytes.AsSpan(0, bytes.Length - ChecksumBytes);
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(body.Length)) != Crc16.Of(body)) return false;
        if (!IsPayload((StrKeyKind)body[0], body[1..])) return false;
        kind = (StrKeyKind)body[0];
        payload = new Opaque((ReadOnlySpan<byte>)body[1..]);
        return true;
    }

    public static bool IsValid(StrKeyKind kind, [NotNullWhen(true)] string? text) => TryDecode(kind, text, out _);

    /// <summary>M…: an account and a number in it that the chain itself ignores.</summary>
    public static string EncodeMuxed(Opaque publicKey, ulong id)
    {
        if (publicKey.Length != KeyBytes) throw new ArgumentException($"{KeyBytes} bytes expected, not {publicKey.Length}", nameof(publicKey));
        Span<byte> payload = stackalloc byte[MuxedBytes];
        publicKey.Span.CopyTo(payload);
        BinaryPrimitives.WriteUInt64BigEndian(payload[KeyBytes..], id);
        return Encode(StrKeyKind.MuxedAccount, payload);
    }

    /// <exception cref="FormatException">Not a valid M… strkey.</exception>
    public static (Opaque PublicKey, ulong Id) DecodeMuxed(string text)
    {
        var payload = Decode(StrKeyKind.MuxedAccount, text).Span;
        return (new Opaque(payload[..KeyBytes]), BinaryPrimitives.ReadUInt64BigEndian(payload[KeyBytes..]));
    }

    /// <summary>P…: a key that signs a payload of 1 to 64 bytes.</summary>
    public static string EncodeSignedPayload(Opaque publicKey, Opaque payload)
    {
        if (publicKey.Length != KeyBytes) throw new ArgumentException($"{KeyBytes} bytes expected, not {publicKey.Length}", nameof(publicKey));
        if (payload.Length is 0 or > MaxSignedPayloadBytes)
            throw new ArgumentException($"1 to {MaxSignedPayloadBytes} bytes expected, not {payload.Length}", nameof(payload));
        Span<byte> bytes = stackalloc byte[SignedPayloadHeadBytes + Padded(payload.Length)];
        bytes.Clear();
        publicKey.Span.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[KeyBytes..], (uint)payload.Length);
        payload.Span.CopyTo(bytes[SignedPayloadHeadBytes..]);
        return Encode(StrKeyKind.SignedPayload, bytes);
    }

    /// <exception cref="FormatException">Not a valid P… strkey.</exception>
    public static (Opaque PublicKey, Opaque Payload) DecodeSignedPayload(string text)
    {
        var bytes = Decode(StrKeyKind.SignedPayload, text).Span;
        var length = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes[KeyBytes..]);
        return (new Opaque(bytes[..KeyBytes]), new Opaque(bytes.Slice(SignedPayloadHeadBytes, length)));
    }

    static bool IsPayload(StrKeyKind kind, ReadOnlySpan<byte> payload) => kind switch
    {
        StrKeyKind.Account or StrKeyKind.Contract or StrKeyKind.Seed or StrKeyKind.PreAuthTx or StrKeyKind.Sha256Hash or StrKeyKind.LiquidityPool =>
            payload.Length == KeyBytes,
        StrKeyKind.MuxedAccount => payload.Length == MuxedBytes,
        StrKeyKind.ClaimableBalance => payload.Length == ClaimableBalanceBytes && payload[0] == 0,
        StrKeyKind.SignedPayload => IsSignedPayload(payload),
        _ => false,
    };

    static bool IsSignedPayload(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < SignedPayloadHeadBytes) return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(payload[KeyBytes..]);
        if (length is 0 or > MaxSignedPayloadBytes) return false;
        return payload.Length == SignedPayloadHeadBytes + Padded((int)length)
            && !payload[(SignedPayloadHeadBytes + (int)length)..].ContainsAnyExcept((byte)0);
    }

    static int Padded(int length) => (length + 3) & ~3;
}
