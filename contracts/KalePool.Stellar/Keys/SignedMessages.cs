using System.Security.Cryptography;
using System.Text;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Keys;

/// <summary>Signatures over texts as wallets make them (SEP-53): ed25519 over SHA-256 of a prefix, which no transaction begins with, and the text in UTF-8.</summary>
public static class SignedMessages
{
    static ReadOnlySpan<byte> Prefix => "Stellar Signed Message:\n"u8;

    /// <summary>64 bytes.</summary>
    public static Opaque SignMessage(this KeyPair signer, string message)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return signer.Sign(HashOf(message));
    }

    /// <param name="address">G….</param>
    /// <param name="signature">In base64 or hex, as wallets show it; false for anything else.</param>
    public static bool IsSignedBy(string message, string address, string signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return TryRead(signature, out var bytes) && KeyPair.Verify(StrKey.Decode(StrKeyKind.Account, address).Span, HashOf(message), bytes);
    }

    static byte[] HashOf(string message) => SHA256.HashData([.. Prefix, .. Encoding.UTF8.GetBytes(message)]);

    static bool TryRead(string text, out byte[] signature)
    {
        signature = new byte[KeyPair.SignatureBytes];
        if (text.Length == 2 * KeyPair.SignatureBytes) return Convert.FromHexString(text, signature, out _, out _) == System.Buffers.OperationStatus.Done;
        return Convert.TryFromBase64String(text, signature, out var length) && length == KeyPair.SignatureBytes;
    }
}
