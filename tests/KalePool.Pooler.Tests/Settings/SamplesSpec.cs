using KalePool.Contracts.Settings;
using KalePool.Pooler.Settings;
using KalePool.Stellar.Keys;

namespace KalePool.Pooler.Tests.Settings;

/// <summary>The samples that poolers begin with, read by the reader that the pooler uses.</summary>
public sealed class SamplesSpec : IDisposable
{
    const string Placeholder = "CHANGE-ME";

    static readonly Dictionary<string, string> Fitting = new()
    {
        ["POOLER_ID"] = "2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a",
        ["BACKEND_API_URL"] = "https://pool.example",
        ["BACKEND_API_KEY"] = "the-key-that-the-backend-showed",
        ["POOLER_SECRET_KEY"] = KeyPair.FromSeed(new byte[32]).Secret,
        ["RPC_URL"] = "https://one.example",
    };

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kalepool-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A copy: what the pooler remembers stands beside its file.</summary>
    (SettingsSource Source, string File) Load(string network)
    {
        var file = Path.Combine(_folder.FullName, "pooler.env");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "packaging", network, "pooler.env"), file);
        return (SettingsSource.Load(new Dictionary<string, string>(), file), file);
    }

    [Theory]
    [InlineData("mainnet", "BACKEND_API_KEY BACKEND_API_URL POOLER_ID POOLER_SECRET_KEY RPC_URL")]
    [InlineData("testnet", "BACKEND_API_KEY BACKEND_API_URL POOLER_ID POOLER_SECRET_KEY")]
    [InlineData("devnet", "BACKEND_API_KEY POOLER_ID POOLER_SECRET_KEY")]
    public void What_is_left_open_is_refused_by_name_and_nothing_else_is(string network, string open)
    {
        var (source, file) = Load(network);
        Assert.Equal(open.Split(' '), source.Values.Where(s => s.Value == Placeholder).Select(s => s.Key).Order(StringComparer.Ordinal));
        var reader = new SettingsReader(source);
        PoolerSettings.Read(reader, file);
        Assert.Equal(open.Split(' '), reader.Errors.Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("mainnet")]
    [InlineData("testnet")]
    [InlineData("devnet")]
    public void Filled_in_it_is_read_without_a_warning(string network)
    {
        var (source, file) = Load(network);
        var reader = new SettingsReader(source with { Values = source.Values.ToDictionary(s => s.Key, s => s.Value == Placeholder ? Fitting[s.Key] : s.Value) });
        PoolerSettings.Read(reader, file);
        reader.ThrowIfInvalid();
        Assert.Empty(reader.Warnings(SettingNames.Pooler, []));
    }
}
