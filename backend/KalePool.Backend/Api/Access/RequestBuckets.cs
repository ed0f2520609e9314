using System.Security.Claims;
using System.Threading.RateLimiting;

namespace KalePool.Backend.Api.Access;

/// <summary>What each key, and each address without one, has left of its requests.</summary>
sealed class RequestBuckets(int requestsPerMinute) : IDisposable
{
    const int SecondsAMinute = 60;

    public PartitionedRateLimiter<HttpContext> Limiter { get; } =
        PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(PartitionOf(context), _ => Bucket(requestsPerMinute)));

    /// <summary>Of the address, before it is known whose key a request has.</summary>
    public bool HasLeft(HttpContext context) => Limiter.GetStatistics(context) is not { CurrentAvailablePermits: 0 };

    public void Dispose() => Limiter.Dispose();

    /// <summary>A burst of a minute's requests; then as they come back, evenly.</summary>
    static TokenBucketRateLimiterOptions Bucket(int requestsPerMinute) => new()
    {
        TokenLimit = requestsPerMinute,
        TokensPerPeriod = Math.Max(1, requestsPerMinute / SecondsAMinute),
        ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1.0, (double)SecondsAMinute / requestsPerMinute)),
        QueueLimit = 0,
    };

    static string PartitionOf(HttpContext context) => context.User.Identity is ClaimsIdentity { IsAuthenticated: true, Name: { } name }
        ? $"key {name}"
        : $"address {context.Connection.RemoteIpAddress}";
}
