using KalePool.Pooler.Settings;

namespace KalePool.Pooler.Pool;

/// <summary>Where and as whom. Not a record: its text must not show the key.</summary>
sealed class PoolApiOptions
{
    /// <summary>Base addresses, in order of preference, at least one.</summary>
    public required IReadOnlyList<Uri> Urls { get; init; }

    public required string ApiKey { get; init; }

    public required Guid PoolerId { get; init; }

    /// <summary>How many farmers are taken on, asked at each plant-request.</summary>
    public required Func<int> Capacity { get; init; }

    /// <summary>The longest an answer is waited for.</summary>
    public required TimeSpan RequestTimeout { get; init; }

    /// <summary>Attempts after the first one.</summary>
    public required int RetryAttempts { get; init; }

    public static PoolApiOptions Of(PoolerSettings settings, Func<int> capacity) => new()
    {
        Urls = settings.BackendUrls,
        ApiKey = settings.ApiKey,
        PoolerId = settings.PoolerId,
        Capacity = capacity,
        RequestTimeout = settings.RequestTimeout,
        RetryAttempts = settings.RetryAttempts,
    };
}
