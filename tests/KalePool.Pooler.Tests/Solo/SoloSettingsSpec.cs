using KalePool.Contracts.Settings;
using KalePool.Pooler.Solo;

namespace KalePool.Pooler.Tests.Solo;

public sealed class SoloSettingsSpec
{
    static readonly string One = Wallets.Of("one").Secret;
    static readonly string Two = Wallets.Of("two").Secret;

    static readonly Dictionary<string, string> Good = new()
    {
        ["STELLAR_NETWORK"] = "devnet",
        ["NETWORK_PASSPHRASE"] = "Local ; 2026",
        ["RPC_URL"] = "http://127.0.0.1:8000",
        ["KALE_CONTRACT_ID"] = Wallets.Contract,
        ["FARM_SECRET_KEYS"] = $"{One},{Two}",
        ["POOLER_STATE_DIR"] = Path.GetTempPath(),
    };

    static (SoloSettings Settings, SettingsReader Reader) Read(params (string Name, string Value)[] changes)
    {
        var values = new Dictionary<string, string>(Good);
        foreach (var (name, value) in changes) values[name] = value;
        var reader = new SettingsReader(SettingsSource.Of(values));
        return (SoloSettings.Read(reader, null), reader);
    }

    [Fact]
    public void The_first_account_pays_for_works_and_stakes_are_nothing_where_nothing_is_said()
    {
        var (settings, reader) = Read();
        reader.ThrowIfInvalid();
        Assert.Equal([Wallets.Of("one").Address, Wallets.Of("two").Address], settings.Accounts.Select(account => account.Address));
        Assert.All(settings.Accounts, account => Assert.Equal(0, account.Stake));
        Assert.Equal(Wallets.Of("one").Address, settings.Pooler.Address);
        Assert.Empty(settings.Pooler.BackendUrls);
        Assert.DoesNotContain(One, string.Join(' ', settings.Accounts), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stake_is_for_all_or_for_each()
    {
        Assert.Equal([7, 7], Read(("FARM_STAKES", "7")).Settings.Accounts.Select(account => account.Stake));
        Assert.Equal([7, 9], Read(("FARM_STAKES", "7, 9")).Settings.Accounts.Select(account => account.Stake));
    }

    [Theory]
    [InlineData("FARM_SECRET_KEYS", "")]
    [InlineData("FARM_SECRET_KEYS", "SNONSENSE")]
    [InlineData("FARM_SECRET_KEYS", "twice")]
    [InlineData("FARM_STAKES", "-1")]
    [InlineData("FARM_STAKES", "1,2,3")]
    [InlineData("FARM_STAKES", "99999999999999999999")]
    [InlineData("POOLER_SECRET_KEY", "S")]
    public void What_is_wrong_is_named_and_no_key_is_shown(string name, string value)
    {
        var (_, reader) = Read((name, value == "twice" ? $"{One} {One}" : value));
        Assert.Contains(reader.Errors, error => error.Name == name);
        Assert.DoesNotContain(reader.Errors, error => $"{error}".Contains(One, StringComparison.Ordinal) || $"{error}".Contains("SNONSENSE", StringComparison.Ordinal));
    }
}
