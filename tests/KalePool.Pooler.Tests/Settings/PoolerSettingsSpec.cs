using KalePool.Contracts.Settings;
using KalePool.Pooler.Settings;

namespace KalePool.Pooler.Tests.Settings;

public sealed class PoolerSettingsSpec
{
    static readonly Dictionary<string, string> Good = new()
    {
        ["STELLAR_NETWORK"] = "devnet",
        ["NETWORK_PASSPHRASE"] = "Local ; 2026",
        ["RPC_URL"] = "http://127.0.0.1:8000",
        ["KALE_CONTRACT_ID"] = "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA",
        ["BLOCK_INTERVAL_SECONDS"] = "50",
        ["POOLER_ID"] = "2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a",
        ["BACKEND_API_URL"] = "http://127.0.0.1:3000/api/v1",
        ["BACKEND_API_KEY"] = "0123456789abcdef",
        ["POOLER_SECRET_KEY"] = Wallets.Of("pooler").Secret,
        ["POOLER_STATE_DIR"] = Path.GetTempPath(),
    };

    static (PoolerSettings Settings, SettingsReader Reader) Read(params (string Name, string? Value)[] changes)
    {
        var values = new Dictionary<string, string>(Good);
        foreach (var (name, value) in changes)
            if (value is null) values.Remove(name);
            else values[name] = value;
        var reader = new SettingsReader(SettingsSource.Of(values));
        return (PoolerSettings.Read(reader, null), reader);
    }

    [Fact]
    public void Has_the_documented_defaults()
    {
        var (settings, reader) = Read();
        reader.ThrowIfInvalid();
        Assert.Equal((TimeSpan.FromSeconds(30), 3), (settings.RequestTimeout, settings.RetryAttempts));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(47)), (settings.PollInterval, settings.WorkDelay));
        Assert.Equal((50, true, null, LogLevel.Info), (settings.MaxFarmersCapacity, settings.IsHarvesting, settings.NonceCap, settings.Log.Level));
        // What Strategy/RESULTS.md shows to pay.
        Assert.True(settings.IsHashingBeyond);
        Assert.InRange(settings.Hashing.Plan.Seats.Count, 1, Environment.ProcessorCount);
        Assert.Equal("http://127.0.0.1:3000/", settings.BackendUrls.Single().AbsoluteUri);
        Assert.Equal(Wallets.Of("pooler").Address, settings.Account!.Address);
        Assert.Equal((false, 90, 0), (settings.IsBackendSubmitting, settings.MaxWorkBatchSize, settings.ChannelAccounts));
    }

    [Fact]
    public void Delays_work_by_4_7_minutes_on_the_public_networks()
    {
        var (settings, reader) = Read(("STELLAR_NETWORK", "TESTNET"), ("NETWORK_PASSPHRASE", null), ("BLOCK_INTERVAL_SECONDS", null));
        reader.ThrowIfInvalid();
        Assert.Equal(TimeSpan.FromMinutes(4.7), settings.WorkDelay);
    }

    [Theory]
    [InlineData("POOLER_ID", "12")]
    [InlineData("BACKEND_API_URL", "http://pool.example")]
    [InlineData("BACKEND_API_URL", "pool.example")]
    [InlineData("BACKEND_API_KEY", "short")]
    [InlineData("POOLER_SECRET_KEY", "SBAD")]
    [InlineData("POOLER_PUBLIC_KEY", "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE")]
    [InlineData("KALE_CONTRACT_ID", "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE")]
    [InlineData("ROUTER_CONTRACT_ID", "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE")]
    [InlineData("MAX_WORK_BATCH_SIZE", "199")]
    [InlineData("MAX_WORK_BATCH_SIZE", "0")]
    [InlineData("CHANNEL_ACCOUNTS", "200")]
    [InlineData("WORK_SUBMISSION", "nobody")]
    [InlineData("MAX_CONCURRENT_WORK", "0")]
    [InlineData("CPU_CORES_AVAILABLE", "0")]
    [InlineData("HASHING_CPUS", "3-1")]
    [InlineData("HASHING_CPUS", "8190")]
    [InlineData("HASHING_PRIORITY", "highest")]
    [InlineData("HASHING_SCHEDULE", "at night")]
    [InlineData("HASHING_TIME_ZONE", "Mars/Olympus_Mons")]
    [InlineData("MAX_CPU_PERCENT", "0")]
    [InlineData("MAX_CPU_PERCENT", "101")]
    [InlineData("MAX_LOAD_PERCENT", "9")]
    [InlineData("MEMORY_LIMIT_MB", "1")]
    [InlineData("METRICS_PORT", "65536")]
    [InlineData("NONCE_COUNT_PER_PROCESS", "0")]
    [InlineData("WORK_DELAY_MINUTES", "6")]
    [InlineData("AUTO_HARVEST_ENABLED", "perhaps")]
    [InlineData("MAX_FARMERS_CAPACITY", "many")]
    [InlineData("LOG_LEVEL", "2")]
    [InlineData("LOG_FILE", "/proc/nowhere/pooler.log")]
    [InlineData("LOG_FILE", "/tmp")]
    [InlineData("LOG_FILE_MB", "0")]
    [InlineData("LOG_FILES_KEPT", "101")]
    [InlineData("POOLER_STATE_DIR", "/proc/nowhere")]
    public void Names_the_setting_that_is_wrong(string name, string value)
    {
        var error = Assert.Single(Read((name, value)).Reader.Errors);
        Assert.Equal(name, error.Name);
        Assert.DoesNotContain("0123456789abcdef", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Needs_no_secret_key_where_the_backend_submits()
    {
        var (settings, reader) = Read(("WORK_SUBMISSION", "backend"), ("POOLER_SECRET_KEY", null), ("POOLER_PUBLIC_KEY", Wallets.Of("pooler").Address));
        reader.ThrowIfInvalid();
        Assert.Equal((true, null, Wallets.Of("pooler").Address), (settings.IsBackendSubmitting, settings.Account, settings.Address));
        Assert.Equal("POOLER_PUBLIC_KEY", Assert.Single(Read(("WORK_SUBMISSION", "backend"), ("POOLER_SECRET_KEY", null)).Reader.Errors).Name);
    }

    [Fact]
    public void Keeps_its_journal_beside_the_env_file()
    {
        var values = Good.Where(pair => pair.Key != "POOLER_STATE_DIR").ToDictionary();
        var directory = Directory.CreateTempSubdirectory("kale-pooler").FullName;
        var settings = PoolerSettings.Read(new SettingsReader(SettingsSource.Of(values)), Path.Combine(directory, "pooler.env"));
        Directory.Delete(directory);
        Assert.Equal(directory, settings.StateDirectory);
    }
}
