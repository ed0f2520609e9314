using System.Globalization;
using KalePool.Contracts.Settings;
using KalePool.Pooler.Settings;
using KalePool.Stellar.Keys;

namespace KalePool.Pooler.Solo;

/// <summary>What <c>solo</c> is told from outside, checked. Not a record: its text must not show the keys.</summary>
sealed class SoloSettings
{
    public const string KeysName = "FARM_SECRET_KEYS";
    public const string StakesName = "FARM_STAKES";

    /// <summary>A setting has 8192 characters at most.</summary>
    public const int MostAccounts = 100;

    static readonly char[] Between = [',', ' ', '\t', '\r', '\n'];

    public required PoolerSettings Pooler { get; init; }

    public required IReadOnlyList<SoloAccount> Accounts { get; init; }

    /// <param name="envFile">The path of the env file; what must be remembered stands beside it unless a directory is set.</param>
    public static SoloSettings Read(SettingsReader reader, string? envFile)
    {
        var keys = ReadKeys(reader);
        var stakes = ReadStakes(reader, keys.Count);
        SoloAccount[] accounts = [.. keys.Select((key, number) => new SoloAccount(key, stakes[stakes.Count == 1 ? 0 : number]))];
        return new() { Accounts = accounts, Pooler = PoolerSettings.ReadSolo(reader, envFile, keys) };
    }

    static List<KeyPair> ReadKeys(SettingsReader reader)
    {
        const string Expected = "S… secret keys of the accounts that farm, separated by commas or lines";
        var keys = new List<KeyPair>();
        if (reader.RequiredSecret(KeysName, Expected) is not { Length: > 0 } text) return keys;
        foreach (var (secret, number) in text.Split(Between, StringSplitOptions.RemoveEmptyEntries).Select((secret, number) => (secret, number + 1)))
        {
            // Never shown: it may be a key with a slip of the pen.
            if (!StrKey.IsValid(StrKeyKind.Seed, secret)) reader.Fail(KeysName, $"number {number}, {secret.Length} characters that are no secret key", Expected);
            else if (KeyPair.FromSecret(secret) is var key && keys.Any(other => other.Address == key.Address)) reader.Fail(KeysName, $"{key.Address} twice", "each account once");
            else keys.Add(key);
        }
        if (keys.Count > MostAccounts) reader.Fail(KeysName, Text($"{keys.Count} accounts"), Text($"at most {MostAccounts}"));
        return keys;
    }

    /// <summary>One for all, or one for each.</summary>
    static List<long> ReadStakes(SettingsReader reader, int accounts)
    {
        const string Expected = "stroops of KALE, 0 or more: one number for all accounts, or one for each in their order";
        if (reader.OptionalText(StakesName) is not { } text) return [0];
        var words = text.Split(Between, StringSplitOptions.RemoveEmptyEntries);
        var stakes = new List<long>();
        foreach (var word in words)
        {
            if (long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var stake)) stakes.Add(stake);
            else reader.Fail(StakesName, SettingsReader.Shown(word), Expected);
        }
        if (stakes.Count == words.Length && accounts > 0 && stakes.Count != 1 && stakes.Count != accounts) reader.Fail(StakesName, Text($"{stakes.Count} numbers for {accounts} accounts"), Expected);
        return stakes.Count == 1 || stakes.Count == accounts ? stakes : [.. Enumerable.Repeat(0L, Math.Max(1, accounts))];
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
