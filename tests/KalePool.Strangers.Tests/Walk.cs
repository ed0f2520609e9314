using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using KalePool.Demo.Harness;

namespace KalePool.Strangers.Tests;

/// <summary>One version of the official SDK walking through one network, start to end.</summary>
/// <param name="Status">The script's exit status, 0 if every step found what it should.</param>
/// <param name="Lines">What it said, one line a step.</param>
/// <param name="Complaints">The last lines of both its streams.</param>
sealed partial record Walk(int Status, IReadOnlyList<string> Lines, IReadOnlyList<string> Complaints)
{
    public const string Devnet = "devnet";
    public const string Truthnet = "truthnet";

    const string BlockSeconds = "30";

    static readonly string[] NetworkArguments = ["--port", "0", "--ledger-ms", "1000", "--block-seconds", BlockSeconds];

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public IReadOnlyList<string> Steps => [.. Lines.Where(line => line.StartsWith("step ", StringComparison.Ordinal))];

    /// <summary>The version and the number of steps that the script counted itself; null where it did not come to its end.</summary>
    public (string Version, int Steps)? Sum => Lines.Select(line => LastLine().Match(line)).FirstOrDefault(m => m.Success) is { } sum
        ? (sum.Groups[1].Value, int.Parse(sum.Groups[2].Value, CultureInfo.InvariantCulture))
        : null;

    /// <param name="network"><see cref="Devnet"/> or <see cref="Truthnet"/>; each walk has one of its own.</param>
    /// <param name="runtime">Folder in which Node.js is installed.</param>
    /// <param name="sdk">Folder in which the SDK is installed.</param>
    public static async Task<Walk> RunAsync(string network, string runtime, string sdk, CancellationToken stop)
    {
        var node = Path.Combine(runtime, "node_modules", $"node-{Artifacts.Rid}", "bin/node");
        var directory = Directory.CreateTempSubdirectory("kalepool-stranger-").FullName;
        var lines = new ConcurrentQueue<string>();
        try
        {
            await using var chain = network == Devnet
                ? await ChainProcess.StartDevnetAsync(directory, NetworkArguments, stop)
                : await ChainProcess.StartTruthnetAsync(directory, NetworkArguments, stop);
            var environment = new Dictionary<string, string>(chain.Settings) { ["SDK_DIR"] = sdk, ["BLOCK_INTERVAL_SECONDS"] = BlockSeconds };
            await using var script = await ChildProcess.StartAsync(
                new ProcessPlan("stranger", [node, "--import", "./lib/guard.mjs", "stranger.mjs"], environment, NodePackages.Scripts, Path.Combine(directory, "stranger.log")),
                lines.Enqueue);
            var status = await script.Ended.WaitAsync(Patience, TimeProvider.System, stop);
            return new Walk(status, [.. lines], script.LastLines);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [GeneratedRegex(@"^steps: SDK (\S+): (\d+)$")]
    private static partial Regex LastLine();
}
