using System.Security.Cryptography;
using System.Text;

namespace KalePool.Backend.Api.Access;

/// <summary>The operator's key, as its SHA-256.</summary>
public sealed record AdminKey(ReadOnlyMemory<byte> Sha256)
{
    public static AdminKey Of(string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>In constant time.</summary>
    public bool Matches(string key) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), Sha256.Span);
}
