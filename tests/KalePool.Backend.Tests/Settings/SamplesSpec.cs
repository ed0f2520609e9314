using KalePool.Backend.Settings;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Tests.Settings;

/// <summary>The samples that operators begin with, read by the reader that the backend uses.</summary>
public sealed class SamplesSpec
{
    const string Placeholder = "CHANGE-ME";

    static readonly Dictionary<string, string> Fitting = new()
    {
        ["RPC_URL"] = "https://one.example,https://two.example",
        ["DATABASE_URL"] = "postgresql://pool:secret@db.example/kalepool",
        ["KALEPOOL_MASTER_KEY"] = Convert.ToBase64String(new byte[32]),
        ["ADMIN_KEY"] = "sixteen characters and more",
    };

    static SettingsSource Load(string network) => SettingsSource.Load(new Dictionary<string, string>(), Path.Combine(AppContext.BaseDirectory, "packaging", network, "backend.env"));

    [Theory]
    [InlineData("mainnet", "ADMIN_KEY DATABASE_URL KALEPOOL_MASTER_KEY RPC_URL")]
    [InlineData("testnet", "ADMIN_KEY KALEPOOL_MASTER_KEY")]
    [InlineData("devnet", "")]
    public void What_is_left_open_is_refused_by_name_and_nothing_else_is(string network, string open)
    {
        var source = Load(network);
        var placeholders = source.Values.Where(s => s.Value == Placeholder).Select(s => s.Key).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(open.Split(' ', StringSplitOptions.RemoveEmptyEntries), placeholders);
        var reader = new SettingsReader(source);
        if (placeholders.Count == 0) BackendSettings.Read(reader);
        else Assert.Equal(placeholders, Assert.Throws<SettingsException>(() => BackendSettings.Read(reader)).Errors.Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("mainnet")]
    [InlineData("testnet")]
    [InlineData("devnet")]
    public void Filled_in_it_is_read_without_a_warning(string network)
    {
        var source = Load(network);
        var reader = new SettingsReader(source with { Values = source.Values.ToDictionary(s => s.Key, s => s.Value == Placeholder ? Fitting[s.Key] : s.Value) });
        BackendSettings.Read(reader);
        Assert.Empty(reader.Warnings(SettingNames.Backend, []));
    }
}
