using System.Text.Json.Serialization;
using KalePool.Pooler.Doctor;

namespace KalePool.Pooler.Status;

/// <summary>How a farmer of the present block stands.</summary>
/// <param name="Zeros">Of the best hash found.</param>
/// <param name="WorkedZeros">Of the work that the chain has.</param>
/// <param name="Gap">Ledgers from plant to work.</param>
sealed record FarmerStatus(string Wallet, int? Zeros, int? WorkedZeros, int? Gap);

/// <summary>What <c>/status.json</c> answers and the terminal shows.</summary>
/// <param name="EndsIn">Seconds until the next block may be opened.</param>
/// <param name="HashRates">Of stretches of the last 15 minutes, oldest first.</param>
/// <param name="Earned">Stroops of KALE harvested for farmers since the start.</param>
/// <param name="Paused">Why hashing pauses.</param>
/// <param name="Troubles">Who does not answer as he should: backend, rpc.</param>
/// <param name="Checks">The pooler's own checks that do not end well, as <c>doctor</c> says them.</param>
sealed record PoolerStatus(
    string Version, string Name, string Network, string Kernel, int Threads, long UptimeSeconds, uint? Block, uint? MaxZeros, uint? MaxGap, int? EndsIn, int? Planted,
    IReadOnlyList<FarmerStatus> Farmers, long Hashes, [property: JsonPropertyName("hash_rate_10s")] double? HashRate10S, [property: JsonPropertyName("hash_rate_60s")] double? HashRate60S,
    [property: JsonPropertyName("hash_rate_15m")] double? HashRate15M, IReadOnlyList<double> HashRates, long Earned, long Worked, long WorksFailed, long BlocksSettled, string? Paused,
    IReadOnlyList<string> Troubles, IReadOnlyList<Finding> Checks);

/// <summary>What <c>/health</c> answers.</summary>
/// <param name="Status">ok or degraded.</param>
sealed record PoolerHealth(string Status, IReadOnlyList<string> Troubles, IReadOnlyList<Finding> Checks)
{
    public static PoolerHealth Of(PoolerStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return new(status.Troubles.Count == 0 && status.Checks.All(check => check.Verdict != Verdict.Wrong) ? "ok" : "degraded", status.Troubles, status.Checks);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PoolerStatus))]
[JsonSerializable(typeof(PoolerHealth))]
sealed partial class StatusJson : JsonSerializerContext;
