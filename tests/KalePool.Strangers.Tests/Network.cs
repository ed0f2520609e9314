using System.Collections.Concurrent;
using System.Globalization;
using KalePool.Demo.Harness;

namespace KalePool.Strangers.Tests;

/// <summary>A network of its own for one stranger: a process that prints its settings, one KEY=VALUE a line.</summary>
sealed class Network : IAsyncDisposable
{
    public const string Devnet = "devnet";
    public const string Truthnet = "truthnet";

    const int BlockSeconds = 30;

    static readonly string[] Needed =
    [
        "RPC_URL", "NETWORK_PASSPHRASE", "FRIENDBOT_URL", "KALE_CONTRACT_ID", "KALE_ASSET_ISSUER", "KALE_ASSET_CONTRACT_ID", "ROUTER_CONTRACT_ID",
    ];

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly ChildProcess _process;

    Network(ChildProcess process, IReadOnlyDictionary<string, string> settings)
    {
        _process = process;
        Settings = settings;
    }

    /// <summary>What a client must know, by the names under which it was printed.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The executable of the real host's network: KALEPOOL_TRUTHNET, else beside the repository; null where there is none.</summary>
    public static string? TruthnetExecutable =>
        Environment.GetEnvironmentVariable("KALEPOOL_TRUTHNET") is { Length: > 0 } named ? named
        : Path.GetFullPath(Path.Combine(Artifacts.Find().Root, "../shared/truthnet/truthnet")) is var beside && File.Exists(beside) ? beside
        : null;

    /// <param name="name"><see cref="Devnet"/> or <see cref="Truthnet"/>.</param>
    /// <param name="directory">For its log.</param>
    public static async Task<Network> StartAsync(string name, string directory, CancellationToken stop)
    {
        var program = name == Devnet ? Artifacts.Find().Devnet : [TruthnetExecutable ?? throw new FileNotFoundException("there is no truthnet")];
        var seconds = BlockSeconds.ToString(CultureInfo.InvariantCulture);
        var printed = new ConcurrentDictionary<string, string>();
        var process = await ChildProcess.StartAsync(
            new ProcessPlan(
                name, [.. program, "--port", "0", "--ledger-ms", "1000", "--block-seconds", seconds], new Dictionary<string, string>(), directory, Path.Combine(directory, name + ".log")),
            line =>
            {
                if (line.Split('=', 2) is [var key, var value]) printed[key] = value;
            });
        printed["BLOCK_INTERVAL_SECONDS"] = seconds;
        var network = new Network(process, printed);
        try
        {
            return await Waiting.UntilAsync($"{name}'s settings", _ => Task.FromResult(Needed.All(printed.ContainsKey) ? network : null), Patience, TimeProvider.System, stop);
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
