using System.Security.Cryptography;
using System.Text;

namespace KalePool.Backend.Custody;

/// <summary>
/// A bearer key: a prefix that names its kind, the id of its owner, at least 256 random bits. Only its SHA-256 is kept, so that no copy of the
/// database lets anybody in.
/// </summary>
public static class AccessKey
{
    public const string PoolerPrefix = "kpp";
    public const string FarmerPrefix = "kpf";

    /// <summary>Random bytes of a key.</summary>
    public const int LeastBytes = 32;

    /// <inheritdoc cref="LeastBytes"/>
    public const int MostBytes = 64;

    /// <summary>More than the longest key has.</summary>
    const int MaxLength = 256;

    public static string Make(string prefix, Guid owner, int bytes) => $"{prefix}_{owner:N}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes))}";

    /// <summary>A key that belongs to no entity.</summary>
    public static string MakeAdmin(int bytes) => $"kpa_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes))}";

    /// <summary>Hex SHA-256.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Whose key it claims to be; whether it is is for <see cref="Matches"/> to say.</summary>
    public static bool TryOwner(string prefix, string key, out Guid owner)
    {
        owner = default;
        return key.Length <= MaxLength && key.Split('_') is [var p, var id, _] && p == prefix && Guid.TryParseExact(id, "N", out owner);
    }

    /// <summary>In constant time.</summary>
    public static bool Matches(string key, string hash) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(key)), Encoding.ASCII.GetBytes(hash));
}
