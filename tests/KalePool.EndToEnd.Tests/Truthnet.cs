using System.Collections.Concurrent;
using System.Globalization;
using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests;

/// <summary>The small network on the real Soroban host, where its executable is found: a check, never needed by the product.</summary>
sealed class Truthnet : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly ChildProcess _process;
    readonly ConcurrentDictionary<string, string> _printed;

    Truthnet(ChildProcess process, ConcurrentDictionary<string, string> printed) => (_process, _printed) = (process, printed);

    /// <summary>KALEPOOL_TRUTHNET, else beside the repository; null where there is none.</summary>
    public static string? Executable =>
        Environment.GetEnvironmentVariable("KALEPOOL_TRUTHNET") is { Length: > 0 } named ? named
        : Path.GetFullPath(Path.Combine(Artifacts.Find().Root, "../shared/truthnet/truthnet")) is var beside && File.Exists(beside) ? beside
        : null;

    /// <summary>RPC_URL, KALE_CONTRACT_ID and what else it prints.</summary>
    public string this[string name] => _printed[name];

    public static async Task<Truthnet> StartAsync(string executable, int blockSeconds, string directory)
    {
        var printed = new ConcurrentDictionary<string, string>();
        var process = await ChildProcess.StartAsync(
            new ProcessPlan(
                "truthnet", [executable, "--port", "0", "--ledger-ms", "1000", "--block-seconds", blockSeconds.ToString(CultureInfo.InvariantCulture)],
                new Dictionary<string, string>(), directory, Path.Combine(directory, "truthnet.log")),
            line =>
            {
                if (line.Split('=', 2) is [var name, var value]) printed[name] = value;
            });
        var truthnet = new Truthnet(process, printed);
        await Waiting.UntilAsync(
            "truthnet's settings", _ => Task.FromResult(printed.ContainsKey("ROUTER_CONTRACT_ID") ? truthnet : null), Patience, TimeProvider.System, default);
        return truthnet;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
