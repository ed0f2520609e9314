using KalePool.Contracts;
using KalePool.Contracts.Settings;
using KalePool.Stellar.Keys;

namespace KalePool.Pooler.Settings;

/// <summary>Everything <c>run</c> is told from outside, checked. Not a record: its text must not show the keys.</summary>
sealed class PoolerSettings
{
    public required NetworkSettings Network { get; init; }

    public required Guid PoolerId { get; init; }

    public required string PoolerName { get; init; }

    /// <summary>Base addresses, in order of preference.</summary>
    public required IReadOnlyList<Uri> BackendUrls { get; init; }

    public required string ApiKey { get; init; }

    public required TimeSpan RequestTimeout { get; init; }

    /// <summary>Attempts after the first one.</summary>
    public required int RetryAttempts { get; init; }

    /// <summary>Pays for works.</summary>
    public required KeyPair Account { get; init; }

    /// <summary>Threads that hash.</summary>
    public required int MaxConcurrentWork { get; init; }

    /// <summary>Most hashes a farmer and block; null: as many as help.</summary>
    public required ulong? NonceCap { get; init; }

    public required TimeSpan PollInterval { get; init; }

    /// <summary>From a block's timestamp to the latest moment at which submitting begins.</summary>
    public required TimeSpan WorkDelay { get; init; }

    public required bool IsHarvesting { get; init; }

    public required int MaxFarmersCapacity { get; init; }

    public required LogLevel LogLevel { get; init; }

    public required string StateDirectory { get; init; }

    /// <param name="envFile">The path of the env file; what the pooler must remember stands beside it unless a directory is set.</param>
    public static PoolerSettings Read(SettingsReader reader, string? envFile)
    {
        var network = NetworkSettings.Read(reader, text => StrKey.IsValid(StrKeyKind.Contract, text));
        var millisecond = TimeSpan.FromMilliseconds(1);
        return new()
        {
            Network = network,
            PoolerId = reader.RequiredGuid("POOLER_ID"),
            PoolerName = reader.OptionalText("POOLER_NAME") ?? Environment.MachineName,
            BackendUrls = ReadBackend(reader),
            ApiKey = reader.RequiredSecret("BACKEND_API_KEY", "the key that the backend showed when this pooler was created", IsKey),
            RequestTimeout = reader.Duration("REQUEST_TIMEOUT", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), millisecond),
            RetryAttempts = reader.Int("RETRY_ATTEMPTS", 3, 0, 100),
            Account = ReadAccount(reader),
            MaxConcurrentWork = reader.Int("MAX_CONCURRENT_WORK", PhysicalCores.Count(), 1, 1024),
            NonceCap = (ulong?)reader.OptionalLong("NONCE_COUNT_PER_PROCESS", 1),
            PollInterval = reader.Duration("BLOCK_POLL_INTERVAL_SECONDS", TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            WorkDelay = ReadWorkDelay(reader, network.BlockInterval),
            IsHarvesting = reader.Flag("AUTO_HARVEST_ENABLED", true),
            MaxFarmersCapacity = reader.Int("MAX_FARMERS_CAPACITY", 50, 1, 100_000),
            LogLevel = Enum.Parse<LogLevel>(reader.Choice("LOG_LEVEL", nameof(LogLevel.Info), Enum.GetNames<LogLevel>())),
            StateDirectory = ReadStateDirectory(reader, envFile),
        };
    }

    static bool IsKey(string key) => key.Length is >= 16 and <= 512 && key.All(c => c is > ' ' and < '\x7f');

    static Uri[] ReadBackend(SettingsReader reader)
    {
        var urls = reader.RequiredUris("BACKEND_API_URL");
        foreach (var url in urls.Where(url => url is { Scheme: "http", IsLoopback: false }))
            reader.Fail("BACKEND_API_URL", SettingsReader.Shown(url.OriginalString), "https off this machine: the key would travel in the clear");
        return [.. urls.Select(Routes.BaseOf)];
    }

    static KeyPair ReadAccount(SettingsReader reader)
    {
        var secret = reader.RequiredSecret("POOLER_SECRET_KEY", "an S… secret key", text => StrKey.IsValid(StrKeyKind.Seed, text));
        // A wrong key is noted and ends the start; a throw-away one stands in until then.
        var account = secret.Length == 0 ? KeyPair.Random() : KeyPair.FromSecret(secret);
        if (reader.OptionalText("POOLER_PUBLIC_KEY") is { } stated && secret.Length > 0 && stated != account.Address)
            reader.Fail("POOLER_PUBLIC_KEY", SettingsReader.Shown(stated), $"{account.Address}, which belongs to POOLER_SECRET_KEY");
        return account;
    }

    /// <summary>4.7 of 5 minutes, and the same part of another interval.</summary>
    static TimeSpan ReadWorkDelay(SettingsReader reader, TimeSpan interval) =>
        reader.Duration("WORK_DELAY_MINUTES", interval * 0.94, TimeSpan.FromSeconds(1), interval);

    static string ReadStateDirectory(SettingsReader reader, string? envFile)
    {
        var directory = Path.GetFullPath(
            reader.OptionalText("POOLER_STATE_DIR") ?? (envFile is null ? "." : Path.GetDirectoryName(Path.GetFullPath(envFile)) ?? "."));
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reader.Fail("POOLER_STATE_DIR", $"{SettingsReader.Shown(directory)} ({e.Message})", "a directory that can be written");
        }
        return directory;
    }
}
