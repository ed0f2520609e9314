using KalePool.Backend.Custody;
using KalePool.Contracts.Settings;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Settings;

/// <summary>The backend's settings, validated. Names and defaults are those of the README's table.</summary>
/// <param name="RateLimitRequestsPerMinute">Of one key, or of one address without a key.</param>
/// <param name="ApiKeyBytes">Of the keys and tokens that are made from now on.</param>
/// <param name="MaxPlantBatchSize">Farmers of one block who plant at the same time.</param>
/// <param name="AlertWebhook">Where alerts are posted; null: they are only logged.</param>
/// <param name="BackupFolder">Where <c>kalepool backup</c> puts its files, for an alert when no new one comes; null: nobody looks.</param>
/// <param name="ApiBaseUrl">Where the API is reached; null: on loopback.</param>
/// <param name="Metrics">Null where they are not wanted.</param>
/// <param name="MasterKey">32 bytes; null where one is kept beside the embedded database.</param>
/// <param name="PreviousMasterKey">Another one that opens wallets, while keys are rotated.</param>
/// <param name="LogFormat">text, or json: an object a line (CLEF).</param>
/// <param name="AdminKey">Null where one is kept beside the embedded database.</param>
public sealed record BackendSettings(
    ListenerSettings Listener,
    DatabaseSettings Database,
    ClusterSettings Cluster,
    NetworkSettings Network,
    OperatorSettings Operator,
    byte[]? MasterKey,
    byte[]? PreviousMasterKey,
    string? AdminKey,
    int ApiKeyBytes,
    int MaxFarmersPerPooler,
    int MaxPlantBatchSize,
    TimeSpan PlantTimeout,
    TimeSpan HarvestTimeout,
    int RateLimitRequestsPerMinute,
    MetricsSettings? Metrics,
    Uri? AlertWebhook,
    string? BackupFolder,
    Uri? ApiBaseUrl,
    string LogLevel,
    string LogFormat)
{
    /// <summary>Characters of an admin key.</summary>
    public const int LeastAdminKeyLength = 16;

    static readonly string AdminKeyExpected = $"at least {LeastAdminKeyLength} characters";
    static readonly string[] LogLevels = ["verbose", "debug", "info", "warning", "error"];

    /// <exception cref="SettingsException">Every setting that is wrong, at once.</exception>
    public static BackendSettings Read(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var network = NetworkSettings.Read(reader, text => StrKey.IsValid(StrKeyKind.Contract, text));
        var masterKey = reader.OptionalSecret("KALEPOOL_MASTER_KEY", "32 bytes in base64", Custody.MasterKey.IsText);
        if (network.Name == NetworkSettings.Public) RequireStated(reader, "KALEPOOL_MASTER_KEY", "32 bytes in base64: on PUBLIC it is never made up");
        var previousKey = reader.OptionalSecret("KALEPOOL_MASTER_KEY_PREVIOUS", "32 bytes in base64", Custody.MasterKey.IsText);
        var adminKey = reader.OptionalSecret("ADMIN_KEY", AdminKeyExpected, key => key.Length >= LeastAdminKeyLength);
        var database = DatabaseSettings.Read(reader);
        if (database is DatabaseSettings.Postgres)
        {
            if (network.Name != NetworkSettings.Public) RequireShared(reader, "KALEPOOL_MASTER_KEY", "32 bytes in base64");
            RequireShared(reader, "ADMIN_KEY", AdminKeyExpected);
        }
        var settings = new BackendSettings(
            ListenerSettings.Read(reader),
            database,
            ClusterSettings.Read(reader, database),
            network,
            OperatorSettings.Read(reader),
            masterKey is null ? null : Convert.FromBase64String(masterKey),
            previousKey is null ? null : Convert.FromBase64String(previousKey),
            adminKey,
            reader.Int("API_KEY_LENGTH", AccessKey.LeastBytes, AccessKey.LeastBytes, AccessKey.MostBytes),
            reader.Int("MAX_FARMERS_PER_POOLER", 100, 1, 100),
            reader.Int("MAX_PLANT_BATCH_SIZE", 1_000, 1, 10_000),
            reader.Duration("PLANT_TIMEOUT_SECONDS", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            reader.Duration("HARVEST_TIMEOUT_SECONDS", TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            reader.Int("RATE_LIMIT_REQUESTS_PER_MINUTE", 60, 1, 1_000_000),
            MetricsSettings.Read(reader),
            ReadWebhook(reader),
            reader.OptionalText("BACKUP_FOLDER"),
            reader.OptionalUri("API_BASE_URL"),
            reader.Choice("LOG_LEVEL", "info", LogLevels),
            reader.Choice("LOG_FORMAT", "text", ["text", "json"]));
        reader.ThrowIfInvalid();
        return settings;
    }

    /// <summary>Without any secret.</summary>
    public override string ToString() => $"the backend's settings: {Network.Name}, {Database.GetType().Name}, {Listener.Host}:{Listener.Port}";

    /// <summary>Often a secret itself: an error never shows it.</summary>
    static Uri? ReadWebhook(SettingsReader reader)
    {
        const string name = "ALERT_WEBHOOK_URL";
        var text = reader.OptionalSecret(name, "an https URL, or an http one on this machine", t => Uri.TryCreate(t, UriKind.Absolute, out var url) && (url.Scheme == "https" || url is { Scheme: "http", IsLoopback: true }));
        return text is null ? null : new Uri(text);
    }

    static void RequireShared(SettingsReader reader, string name, string expected) => RequireStated(reader, name, $"{expected}: with PostgreSQL it is never made up, for nodes share it");

    /// <summary>A wrong value is noted already.</summary>
    static void RequireStated(SettingsReader reader, string name, string expected)
    {
        if (reader.Find(name) is null && reader.Find(name + SecretSettings.FileSuffix) is null) reader.Missing(name, expected);
    }
}
