using KalePool.Contracts.Settings;

namespace KalePool.Contracts.Tests.Settings;

public sealed class NetworkSettingsSpec
{
    static readonly (string, string)[] Rest = [("RPC_URL", "http://127.0.0.1:8000"), ("KALE_CONTRACT_ID", "CKALE"), ("ROUTER_CONTRACT_ID", "")];

    static (NetworkSettings Settings, SettingsReader Reader) Read(params (string Name, string Value)[] values)
    {
        var reader = new SettingsReader(SettingsSource.Of(Rest.Concat(values).ToDictionary(pair => pair.Item1, pair => pair.Item2)));
        return (NetworkSettings.Read(reader, text => text.StartsWith('C')), reader);
    }

    [Fact]
    public void Knows_the_passphrases_of_the_public_networks()
    {
        var (settings, reader) = Read(("STELLAR_NETWORK", "public"));
        reader.ThrowIfInvalid();
        Assert.Equal(("PUBLIC", NetworkSettings.PublicPassphrase, null), (settings.Name, settings.Passphrase, settings.RouterContractId));
        Assert.Equal(TimeSpan.FromSeconds(300), settings.BlockInterval);
        Assert.Equal("TESTNET", Read(("NETWORK_PASSPHRASE", NetworkSettings.TestnetPassphrase)).Settings.Name);
    }

    [Fact]
    public void Takes_a_network_of_ones_own_with_its_interval()
    {
        var (settings, reader) = Read(("STELLAR_NETWORK", "devnet"), ("NETWORK_PASSPHRASE", "Local ; 2026"), ("BLOCK_INTERVAL_SECONDS", "45"));
        reader.ThrowIfInvalid();
        Assert.Equal(("devnet", "Local ; 2026", TimeSpan.FromSeconds(45)), (settings.Name, settings.Passphrase, settings.BlockInterval));
    }

    [Theory]
    [InlineData("PUBLIC", NetworkSettings.TestnetPassphrase, "NETWORK_PASSPHRASE")]
    [InlineData("devnet", NetworkSettings.PublicPassphrase, "STELLAR_NETWORK")]
    [InlineData("devnet", "", "NETWORK_PASSPHRASE")]
    public void Refuses_a_name_and_a_passphrase_that_do_not_agree(string name, string passphrase, string blamed)
    {
        var (_, reader) = Read(("STELLAR_NETWORK", name), ("NETWORK_PASSPHRASE", passphrase));
        Assert.Equal(blamed, Assert.Single(reader.Errors).Name);
    }

    [Fact]
    public void Refuses_another_interval_on_a_public_network_and_a_wrong_contract()
    {
        var reader = new SettingsReader(SettingsSource.Of(new Dictionary<string, string>
        {
            ["STELLAR_NETWORK"] = "TESTNET",
            ["BLOCK_INTERVAL_SECONDS"] = "60",
            ["KALE_CONTRACT_ID"] = "GKALE",
            ["ROUTER_CONTRACT_ID"] = "x",
        }));
        NetworkSettings.Read(reader, text => text.StartsWith('C'));
        Assert.Equal(["KALE_CONTRACT_ID", "ROUTER_CONTRACT_ID", "BLOCK_INTERVAL_SECONDS", "RPC_URL"], reader.Errors.Select(error => error.Name));
    }
}
