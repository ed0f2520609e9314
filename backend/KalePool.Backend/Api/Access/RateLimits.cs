using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;

namespace KalePool.Backend.Api.Access;

/// <summary>So many requests a minute for each key; for each address where a request has no key that opens anything.</summary>
static class RateLimits
{
    const int SecondsAMinute = 60;

    public static void AddRateLimits(this IServiceCollection services, int requestsPerMinute) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(PartitionOf(context), _ => Bucket(requestsPerMinute)));
        options.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
    });

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
