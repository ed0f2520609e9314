using System.Security.Cryptography;

namespace KalePool.Backend.Custody;

/// <summary>The key that encrypts all wallets.</summary>
public sealed class MasterKey
{
    public const int Bytes = 32;
    const int IdBytes = 8;

    readonly byte[] _key;

    /// <param name="key">32 bytes.</param>
    public MasterKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != Bytes) throw new ArgumentException($"{Bytes} bytes expected, not {key.Length}", nameof(key));
        _key = key.ToArray();
        Id = Convert.ToHexStringLower(SHA256.HashData([.. "kalepool master key id"u8, .. _key])[..IdBytes]);
    }

    /// <summary>Names the key without telling anything of it; stands beside what it encrypts.</summary>
    public string Id { get; }

    /// <summary>Whether a text is such a key in base64.</summary>
    public static bool IsText(string text)
    {
        Span<byte> bytes = stackalloc byte[Bytes + 1];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == Bytes;
    }

    public AesGcm OpenCipher() => new(_key, AesGcm.TagByteSizes.MaxSize);

    /// <summary>A key for another purpose, from which this one cannot be found.</summary>
    /// <param name="purpose">Never used for anything else.</param>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Bytes, info: System.Text.Encoding.UTF8.GetBytes(purpose));

    public override string ToString() => $"master key {Id}";
}
