using System.Text.Json.Serialization;

namespace KalePool.Pooler.Bench;

/// <summary>What <c>bench --json</c> writes. What was not measured is null and says why; it is never a number.</summary>
/// <param name="Clock">cpu: hashes a second of CPU time; wall: of the clock on the wall.</param>
/// <param name="Verified">Every run found the known work, whose hash is <paramref name="Checksum"/>; one that did not would have ended the benchmark.</param>
sealed record BenchResult(
    string Version, string Cpu, string Os, string Date, int Runs, string Clock, bool Verified, string Checksum,
    KernelResult KaleMiner, IReadOnlyList<KernelResult> Kernels, IReadOnlyList<ThreadLine> Threads, double? Scaling, string Line);

/// <param name="Mhs">Median, million hashes a second on one core.</param>
/// <param name="Ratio">To kale-miner in the same run.</param>
sealed record KernelResult(string Kernel, double? Mhs, double? MhsMin, double? MhsMax, double? Ratio, string? NotMeasured);

/// <param name="Priority">idle, low or normal.</param>
/// <param name="Mhs">Median of all threads together, by the clock on the wall.</param>
/// <param name="Used">The part of their processors that the threads used, 0 to 1.</param>
sealed record ThreadLine(string Kernel, int Threads, string Priority, double? Mhs, double? MhsMin, double? MhsMax, double? Used, string? NotMeasured);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BenchResult))]
sealed partial class BenchJson : JsonSerializerContext;
