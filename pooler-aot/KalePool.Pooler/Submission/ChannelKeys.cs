using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KalePool.Stellar.Keys;

namespace KalePool.Pooler.Submission;

/// <summary>Keys of the channel accounts, derived from the pooler's: nothing to keep, and nobody who lacks its secret can name or use them.</summary>
static class ChannelKeys
{
    /// <summary>They and the payer are the 200 entries that a server tells of in one answer; a ledger holds about 200 works.</summary>
    public const int Most = 199;

    const string Label = "kalepool pooler channel ";

    /// <summary>HKDF-SHA256 of the pooler's seed without salt, its info the label and the number in decimal digits. Never to be changed: the accounts hold XLM.</summary>
    /// <param name="number">From 0.</param>
    public static KeyPair Of(KeyPair payer, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var info = Encoding.UTF8.GetBytes(Label + number.ToString(CultureInfo.InvariantCulture));
        return KeyPair.FromSeed(HKDF.DeriveKey(HashAlgorithmName.SHA256, StrKey.Decode(StrKeyKind.Seed, payer.Secret).ToArray(), KeyPair.SeedBytes, info: info));
    }

    public static IReadOnlyList<KeyPair> Of(KeyPair payer, Range numbers) =>
        [.. Enumerable.Range(numbers.Start.Value, numbers.End.Value - numbers.Start.Value).Select(number => Of(payer, number))];
}
