using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KalePool.Backend.Settings;
using KalePool.Domain.Accounts;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Custody;

/// <summary>
/// The keys of the shared accounts. Those of the channels follow from the operator's: HKDF-SHA256 of its 32-byte seed, without salt, with the info
/// <c>kalepool operator channel N</c> (ASCII, N from 1), 32 bytes. Whoever has the operator's key has them all, whatever becomes of this machine.
/// </summary>
public sealed class OperatorKeys(OperatorSettings settings)
{
    public int Channels => settings.Channels;

    /// <summary>Null where no account of that name is used here.</summary>
    public KeyPair? Find(string accountId) => (settings.Key, AccountIds.NumberOf(accountId)) switch
    {
        ({ } key, 0) => key,
        ({ } key, { } number) when number <= settings.Channels => Channel(key, number),
        _ => null,
    };

    public static KeyPair Channel(KeyPair @operator, int number)
    {
        ArgumentNullException.ThrowIfNull(@operator);
        var seed = StrKey.Decode(StrKeyKind.Seed, @operator.Secret);
        var info = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"kalepool operator channel {number}"));
        return KeyPair.FromSeed(HKDF.DeriveKey(HashAlgorithmName.SHA256, seed.Span.ToArray(), KeyPair.SeedBytes, [], info));
    }
}
