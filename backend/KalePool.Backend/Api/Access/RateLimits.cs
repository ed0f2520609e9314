using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace KalePool.Backend.Api.Access;

/// <summary>So many requests a minute for each key; for each address where a request has no key that opens anything.</summary>
static class RateLimits
{
    public static void AddRateLimits(this IServiceCollection services, int requestsPerMinute)
    {
        services.AddSingleton(_ => new RequestBuckets(requestsPerMinute)).AddRateLimiter(Refuse);
        services.AddOptions<RateLimiterOptions>().Configure<RequestBuckets>((options, buckets) => options.GlobalLimiter = buckets.Limiter);
    }

    static void Refuse(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
    }
}
