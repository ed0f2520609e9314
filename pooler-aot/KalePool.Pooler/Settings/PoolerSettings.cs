using System.Security.Cryptography;
using System.Text;
using KalePool.Contracts;
using KalePool.Contracts.Settings;
using KalePool.Kale;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Submission;
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

    /// <summary>Pays for works; null where the backend submits them and no secret key is set.</summary>
    public required KeyPair? Account { get; init; }

    /// <summary>G…: the pooler's, which receives its share.</summary>
    public required string Address { get; init; }

    /// <summary>Works are handed to the backend, which submits and pays them.</summary>
    public required bool IsBackendSubmitting { get; init; }

    /// <summary>Most works in one transaction through the router.</summary>
    public required int MaxWorkBatchSize { get; init; }

    /// <summary>How many accounts derived from <see cref="Account"/> send side by side; 0: the account itself.</summary>
    public required int ChannelAccounts { get; init; }

    public required HashingSettings Hashing { get; init; }

    /// <summary>Most hashes a farmer and block; null: as many as help.</summary>
    public required ulong? NonceCap { get; init; }

    /// <summary>Hashing goes on beyond a block's most zeros, which makes less of everybody else's zeros in the next one.</summary>
    public required bool IsHashingBeyond { get; init; }

    public required TimeSpan PollInterval { get; init; }

    /// <summary>From a block's timestamp to the latest moment at which submitting begins.</summary>
    public required TimeSpan WorkDelay { get; init; }

    public required bool IsHarvesting { get; init; }

    public required int MaxFarmersCapacity { get; init; }

    public required LogSettings Log { get; init; }

    /// <summary>Between two of its own checks.</summary>
    public required TimeSpan HealthInterval { get; init; }

    /// <summary>Of the status page, on loopback; 0: none.</summary>
    public required int StatusPort { get; init; }

    public required string StateDirectory { get; init; }

    /// <summary>The file of what the pooler must not forget.</summary>
    public string JournalPath => Path.Combine(StateDirectory, $"kale-pooler-{PoolerId:D}.journal");

    /// <summary>The file of the present block.</summary>
    public string ProgressPath => Path.Combine(StateDirectory, $"kale-pooler-{PoolerId:D}.block");

    /// <param name="envFile">The path of the env file; what the pooler must remember stands beside it unless a directory is set.</param>
    public static PoolerSettings Read(SettingsReader reader, string? envFile)
    {
        var network = NetworkSettings.Read(reader, text => StrKey.IsValid(StrKeyKind.Contract, text));
        var millisecond = TimeSpan.FromMilliseconds(1);
        var isBackend = reader.Choice("WORK_SUBMISSION", "pooler", "pooler", "backend") == "backend";
        var account = ReadAccount(reader, isRequired: !isBackend);
        return new()
        {
            Network = network,
            PoolerId = reader.RequiredGuid("POOLER_ID"),
            PoolerName = reader.OptionalText("POOLER_NAME") ?? Environment.MachineName,
            BackendUrls = ReadBackend(reader),
            ApiKey = reader.RequiredSecret("BACKEND_API_KEY", "the key that the backend showed when this pooler was created", IsKey),
            RequestTimeout = reader.Duration("REQUEST_TIMEOUT", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), millisecond),
            RetryAttempts = reader.Int("RETRY_ATTEMPTS", 3, 0, 100),
            Account = account,
            Address = ReadAddress(reader, account),
            IsBackendSubmitting = isBackend,
            MaxWorkBatchSize = reader.Int("MAX_WORK_BATCH_SIZE", 90, 1, RouterFootprints.MaxWorks),
            ChannelAccounts = reader.Int("CHANNEL_ACCOUNTS", 0, 0, ChannelKeys.Most),
            Hashing = HashingSettings.Read(reader, MachineCpus.Read()),
            NonceCap = (ulong?)reader.OptionalLong("NONCE_COUNT_PER_PROCESS", 1),
            IsHashingBeyond = reader.Flag("HASH_BEYOND_MAX_ZEROS", true),
            PollInterval = reader.Duration("BLOCK_POLL_INTERVAL_SECONDS", TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            WorkDelay = ReadWorkDelay(reader, network.BlockInterval),
            IsHarvesting = reader.Flag("AUTO_HARVEST_ENABLED", true),
            MaxFarmersCapacity = reader.Int("MAX_FARMERS_CAPACITY", 50, 1, 100_000),
            Log = LogSettings.Read(reader),
            HealthInterval = reader.Duration("HEALTH_CHECK_INTERVAL_SECONDS", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)),
            StatusPort = reader.Int("METRICS_PORT", 9090, 0, 65535),
            StateDirectory = ReadStateDirectory(reader, envFile),
        };
    }

    /// <summary>For accounts of one's own, without a backend.</summary>
    /// <param name="accounts">Those that farm; the first of them pays for works where POOLER_SECRET_KEY is not set. Empty where they are wrong, which has been noted.</param>
    public static PoolerSettings ReadSolo(SettingsReader reader, string? envFile, IReadOnlyList<KeyPair> accounts)
    {
        var network = NetworkSettings.Read(reader, text => StrKey.IsValid(StrKeyKind.Contract, text));
        var payer = ReadAccount(reader, isRequired: false) ?? (accounts is [var first, ..] ? first : null);
        return new()
        {
            Network = network,
            PoolerId = payer is null ? default : new(payer.PublicKey.Span[..16]),
            PoolerName = reader.OptionalText("POOLER_NAME") ?? Environment.MachineName,
            BackendUrls = [],
            ApiKey = payer is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"kale-pooler solo {payer.Secret}"))),
            RequestTimeout = reader.Duration("REQUEST_TIMEOUT", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), TimeSpan.FromMilliseconds(1)),
            RetryAttempts = 0,
            Account = payer,
            Address = payer?.Address ?? "",
            IsBackendSubmitting = false,
            MaxWorkBatchSize = reader.Int("MAX_WORK_BATCH_SIZE", 90, 1, RouterFootprints.MaxWorks),
            ChannelAccounts = reader.Int("CHANNEL_ACCOUNTS", 0, 0, ChannelKeys.Most),
            Hashing = HashingSettings.Read(reader, MachineCpus.Read()),
            NonceCap = (ulong?)reader.OptionalLong("NONCE_COUNT_PER_PROCESS", 1),
            IsHashingBeyond = reader.Flag("HASH_BEYOND_MAX_ZEROS", true),
            PollInterval = reader.Duration("BLOCK_POLL_INTERVAL_SECONDS", TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            WorkDelay = ReadWorkDelay(reader, network.BlockInterval),
            IsHarvesting = reader.Flag("AUTO_HARVEST_ENABLED", true),
            MaxFarmersCapacity = Math.Max(1, accounts.Count),
            Log = LogSettings.Read(reader),
            HealthInterval = reader.Duration("HEALTH_CHECK_INTERVAL_SECONDS", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)),
            StatusPort = reader.Int("METRICS_PORT", 9090, 0, 65535),
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

    /// <summary>Null where it is not set, or wrong, which ends the start.</summary>
    static KeyPair? ReadAccount(SettingsReader reader, bool isRequired)
    {
        const string Name = "POOLER_SECRET_KEY";
        const string Expected = "an S… secret key";
        static bool IsSeed(string text) => StrKey.IsValid(StrKeyKind.Seed, text);
        var secret = isRequired ? reader.RequiredSecret(Name, Expected, IsSeed) : reader.OptionalSecret(Name, Expected, IsSeed);
        return string.IsNullOrEmpty(secret) ? null : KeyPair.FromSecret(secret);
    }

    static string ReadAddress(SettingsReader reader, KeyPair? account)
    {
        const string Name = "POOLER_PUBLIC_KEY";
        var stated = reader.OptionalText(Name);
        if (account is not null)
        {
            if (stated is not null && stated != account.Address) reader.Fail(Name, SettingsReader.Shown(stated), $"{account.Address}, which belongs to POOLER_SECRET_KEY");
            return account.Address;
        }
        // A secret key that is missing or wrong has been noted already.
        if (reader.Errors.Any(error => error.Name.StartsWith("POOLER_SECRET_KEY", StringComparison.Ordinal))) return "";
        if (stated is null) reader.Missing(Name, "the pooler's G… address, since no POOLER_SECRET_KEY is set");
        else if (!StrKey.IsValid(StrKeyKind.Account, stated)) reader.Fail(Name, SettingsReader.Shown(stated), "a G… address");
        return stated ?? "";
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
