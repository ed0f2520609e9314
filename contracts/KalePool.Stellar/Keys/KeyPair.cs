using System.Security.Cryptography;
using KalePool.Stellar.Xdr;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace KalePool.Stellar.Keys;

/// <summary>An ed25519 key that can sign (RFC 8032, pure). Its text is the address: the secret leaves only through <see cref="Secret"/>.</summary>
public sealed class KeyPair
{
    public const int SeedBytes = 32;
    public const int SignatureBytes = 64;

    readonly byte[] _seed;
    readonly byte[] _publicKey;

    KeyPair(byte[] seed)
    {
        _seed = seed;
        _publicKey = new byte[StrKey.KeyBytes];
        Ed25519.GeneratePublicKey(_seed, 0, _publicKey, 0);
        PublicKey = new Opaque(_publicKey.AsSpan());
        Address = StrKey.Encode(StrKeyKind.Account, _publicKey);
    }

    /// <summary>32 bytes.</summary>
    public Opaque PublicKey { get; }

    /// <summary>G…</summary>
    public string Address { get; }

    /// <summary>S…: whoever reads it owns the account.</summary>
    public string Secret => StrKey.Encode(StrKeyKind.Seed, _seed);

    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static KeyPair FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedBytes) throw new ArgumentException($"{SeedBytes} bytes expected, not {seed.Length}", nameof(seed));
        return new KeyPair(seed.ToArray());
    }

    /// <exception cref="FormatException">Not a valid S… strkey.</exception>
    public static KeyPair FromSecret(string secret) => new(StrKey.Decode(StrKeyKind.Seed, secret).ToArray());

    /// <summary>A new key from the system's random numbers.</summary>
    public static KeyPair Random() => new(RandomNumberGenerator.GetBytes(SeedBytes));

    /// <summary>64 bytes.</summary>
    public Opaque Sign(ReadOnlySpan<byte> message)
    {
        var signature = new byte[SignatureBytes];
        Ed25519.Sign(_seed, 0, _publicKey, 0, message.ToArray(), 0, message.Length, signature, 0);
        return new Opaque(signature.AsSpan());
    }

    /// <summary>
    /// Whether <paramref name="signature"/> is one of <paramref name="publicKey"/> over <paramref name="message"/>. False for a key or signature of
    /// another length, a scalar that is not reduced (a second signature could be made of every first) and points of small order.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        publicKey.Length == StrKey.KeyBytes && signature.Length == SignatureBytes
        && Ed25519.Verify(signature.ToArray(), 0, publicKey.ToArray(), 0, message.ToArray(), 0, message.Length);

    public override string ToString() => Address;
}
