using System.Net;
using KalePool.Backend.Settings;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Tests.Settings;

public sealed class BackendSettingsSpec
{
    static readonly Dictionary<string, string> Good = new()
    {
        ["NETWORK_PASSPHRASE"] = "Local ; 2026",
        ["RPC_URL"] = "http://127.0.0.1:8000",
        ["KALE_CONTRACT_ID"] = "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA",
    };

    static readonly string Key = Convert.ToBase64String(new byte[32]);

    static BackendSettings Read(params (string Name, string? Value)[] changes)
    {
        var values = new Dictionary<string, string>(Good);
        foreach (var (name, value) in changes)
            if (value is null) values.Remove(name);
            else values[name] = value;
        return BackendSettings.Read(new SettingsReader(SettingsSource.Of(values), _ => throw new IOException("no such file")));
    }

    [Fact]
    public void Has_the_documented_defaults()
    {
        var settings = Read();
        Assert.Equal((3000, new DatabaseSettings.Sqlite("kalepool.db", TimeSpan.FromSeconds(30)), 100, "info"), (settings.Listener.Port, settings.Database, settings.MaxFarmersPerPooler, settings.LogLevel));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(45)), (settings.PlantTimeout, settings.HarvestTimeout));
        Assert.Equal((NetworkSettings.Own, TimeSpan.FromSeconds(300)), (settings.Network.Name, settings.Network.BlockInterval));
        Assert.Equal(new MetricsSettings(IPAddress.Loopback, 9091), settings.Metrics);
        Assert.Equal((32, 1_000, null), (settings.ApiKeyBytes, settings.MaxPlantBatchSize, settings.AlertWebhook));
        Assert.Null(settings.MasterKey);
        Assert.Null(settings.AdminKey);
    }

    [Theory]
    [InlineData("PORT", "-1")]
    [InlineData("PORT", "65536")]
    [InlineData("PORT", "http")]
    [InlineData("DATABASE_URL", "kalepool.db")]
    [InlineData("DATABASE_URL", "sqlite:")]
    [InlineData("DATABASE_URL", "mysql://root@localhost/pool")]
    [InlineData("DB_POOL_SIZE", "3")]
    [InlineData("DB_TIMEOUT", "999")]
    [InlineData("DB_TIMEOUT", "30 s")]
    [InlineData("RPC_URL", "127.0.0.1:8000")]
    [InlineData("RPC_URL", "ftp://127.0.0.1")]
    [InlineData("KALE_CONTRACT_ID", "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE")]
    [InlineData("KALE_CONTRACT_ID", "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWB")]
    [InlineData("ROUTER_CONTRACT_ID", "router")]
    [InlineData("OPERATOR_SECRET_KEY", "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE")]
    [InlineData("OPERATOR_CHANNELS", "17")]
    [InlineData("MAX_HARVEST_BATCH_SIZE", "0")]
    [InlineData("MAX_HARVEST_BATCH_SIZE", "75")]
    [InlineData("BLOCK_INTERVAL_SECONDS", "9")]
    [InlineData("BLOCK_INTERVAL_SECONDS", "soon")]
    [InlineData("KALEPOOL_MASTER_KEY", "AAAA")]
    [InlineData("KALEPOOL_MASTER_KEY", "not base64 at all, but long enough to be one")]
    [InlineData("KALEPOOL_MASTER_KEY_FILE", "nowhere")]
    [InlineData("ADMIN_KEY", "too short")]
    [InlineData("METRICS_HOST", "everywhere")]
    [InlineData("METRICS_PORT", "-1")]
    [InlineData("ENABLE_METRICS", "perhaps")]
    [InlineData("MAX_FARMERS_PER_POOLER", "0")]
    [InlineData("MAX_FARMERS_PER_POOLER", "101")]
    [InlineData("PLANT_TIMEOUT_SECONDS", "0")]
    [InlineData("PLANT_TIMEOUT_SECONDS", "301")]
    [InlineData("HARVEST_TIMEOUT_SECONDS", "a while")]
    [InlineData("API_KEY_LENGTH", "31")]
    [InlineData("API_KEY_LENGTH", "65")]
    [InlineData("MAX_PLANT_BATCH_SIZE", "0")]
    [InlineData("MAX_PLANT_BATCH_SIZE", "all")]
    [InlineData("ALERT_WEBHOOK_URL", "http://alerts.example/hook")]
    [InlineData("ALERT_WEBHOOK_URL", "alerts.example")]
    [InlineData("ALERT_WEBHOOK_URL", "file:///etc/passwd")]
    [InlineData("LOG_LEVEL", "loud")]
    public void Names_a_wrong_setting(string name, string value)
    {
        var e = Assert.Throws<SettingsException>(() => Read((name, value)));
        Assert.Equal(name, Assert.Single(e.Errors).Name);
    }

    [Theory]
    [InlineData("NETWORK_PASSPHRASE")]
    [InlineData("RPC_URL")]
    [InlineData("KALE_CONTRACT_ID")]
    public void Names_a_missing_setting(string name)
    {
        var e = Assert.Throws<SettingsException>(() => Read((name, null)));
        Assert.Equal(name, Assert.Single(e.Errors).Name);
    }

    [Fact]
    public void Names_all_wrong_settings_at_once()
    {
        var e = Assert.Throws<SettingsException>(() => Read(("PORT", "x"), ("DATABASE_URL", "x"), ("LOG_LEVEL", "x"), ("RPC_URL", null)));
        Assert.Equal(["DATABASE_URL", "LOG_LEVEL", "PORT", "RPC_URL"], e.Errors.Select(error => error.Name).Order());
    }

    [Fact]
    public void Never_shows_a_secret()
    {
        var e = Assert.Throws<SettingsException>(() => Read(("ADMIN_KEY", "hush"), ("KALEPOOL_MASTER_KEY", "c2VjcmV0")));
        Assert.DoesNotContain("hush", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_no_secret_as_text_either()
    {
        var settings = Read(
            ("ADMIN_KEY", "an admin key that is hushed"), ("KALEPOOL_MASTER_KEY", Key), ("DATABASE_URL", "postgresql://pool:hushed-password@127.0.0.1/kalepool"), ("ALERT_WEBHOOK_URL", "https://alerts.example/hushed-token"));
        Assert.Equal("https://alerts.example/hushed-token", settings.AlertWebhook?.AbsoluteUri);
        foreach (var text in new[] { settings.ToString(), settings.Database.ToString(), settings.Network.ToString(), settings.Cluster.ToString(), settings.Listener.ToString(), $"{settings.Metrics}" })
        {
            Assert.DoesNotContain("hushed", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://alerts.example/hook")]
    [InlineData("http://127.0.0.1:9/hook")]
    [InlineData("http://localhost:9/")]
    public void Takes_a_webhook_that_is_encrypted_or_on_this_machine(string url) => Assert.Equal(new Uri(url), Read(("ALERT_WEBHOOK_URL", url)).AlertWebhook);

    [Fact]
    public void Wants_a_master_key_on_the_public_network()
    {
        var e = Assert.Throws<SettingsException>(() => Read(("STELLAR_NETWORK", "PUBLIC"), ("NETWORK_PASSPHRASE", null)));
        Assert.Equal("KALEPOOL_MASTER_KEY", Assert.Single(e.Errors).Name);
        Assert.Equal(new byte[32], Read(("STELLAR_NETWORK", "PUBLIC"), ("NETWORK_PASSPHRASE", null), ("KALEPOOL_MASTER_KEY", Key)).MasterKey);
    }

    [Theory]
    [InlineData("sqlite:pool.db", "pool.db")]
    [InlineData("sqlite:/var/lib/kalepool/pool.db", "/var/lib/kalepool/pool.db")]
    [InlineData("sqlite:./a folder/pool.db", "./a folder/pool.db")]
    public void Takes_a_path_out_of_the_database_url(string url, string path) => Assert.Equal(path, Assert.IsType<DatabaseSettings.Sqlite>(Read(("DATABASE_URL", url)).Database).Path);
}
