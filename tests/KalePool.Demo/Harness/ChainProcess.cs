using System.Collections.Concurrent;

namespace KalePool.Demo.Harness;

/// <summary>
/// A network as a process of its own that prints what a client must know, one NAME=value a line: the devnet, or truthnet, a small network on the real Soroban
/// host, which is a check where its executable is found and never needed by the product.
/// </summary>
public sealed class ChainProcess : IAsyncDisposable
{
    const string Truthnet = "truthnet";
    const string Variable = "KALEPOOL_TRUTHNET";
    const string Beside = "../shared/truthnet/truthnet";

    static readonly string[] Needed =
    [
        "RPC_URL", "NETWORK_PASSPHRASE", "FRIENDBOT_URL", "KALE_CONTRACT_ID", "KALE_ASSET_ISSUER", "KALE_ASSET_CONTRACT_ID", "ROUTER_CONTRACT_ID",
    ];

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    readonly ChildProcess _process;

    ChainProcess(ChildProcess process, IReadOnlyDictionary<string, string> settings) => (_process, Settings) = (process, settings);

    /// <summary>As they were printed.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    public Uri RpcUrl => new(this["RPC_URL"]);

    public Uri FriendbotUrl => new(this["FRIENDBOT_URL"]);

    public string this[string setting] => Settings[setting];

    /// <summary>Why there is no truthnet; null where there is one.</summary>
    public static string? NoTruthnet => FindTruthnet() is null ? $"no truthnet: neither {Variable} names it nor is it at {Beside}" : null;

    public static Task<ChainProcess> StartDevnetAsync(string directory, IEnumerable<string> arguments, CancellationToken stop = default) =>
        StartAsync(Names.Devnet, [.. Artifacts.Find().Devnet, .. arguments], directory, stop);

    /// <exception cref="FileNotFoundException"><see cref="NoTruthnet"/>.</exception>
    public static Task<ChainProcess> StartTruthnetAsync(string directory, IEnumerable<string> arguments, CancellationToken stop = default) =>
        StartAsync(Truthnet, [FindTruthnet() ?? throw new FileNotFoundException(NoTruthnet), .. arguments], directory, stop);

    /// <summary>SIGKILL, at once.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>SIGTERM; returns the exit status.</summary>
    public Task<int> TerminateAsync() => _process.StopAsync(StopPatience, TimeProvider.System);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>Starts it and waits until it serves.</summary>
    /// <exception cref="ProcessDiedException">It ended instead.</exception>
    static async Task<ChainProcess> StartAsync(string name, IReadOnlyList<string> command, string directory, CancellationToken stop)
    {
        var printed = new ConcurrentDictionary<string, string>();
        var process = await ChildProcess.StartAsync(
            new ProcessPlan(name, command, new Dictionary<string, string>(), directory, Path.Combine(directory, name + ".log")),
            line =>
            {
                if (line.Split('=', 2) is [var key, var value]) printed[key] = value;
            });
        try
        {
            return await Waiting.UntilAsync($"{name}'s settings", _ => Task.FromResult(Serving()), Patience, TimeProvider.System, stop);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        ChainProcess? Serving()
        {
            if (process.Ended.IsCompletedSuccessfully) throw new ProcessDiedException(name, process.Ended.GetAwaiter().GetResult(), "it ended before it had said where it serves", process.LastLines);
            return Needed.All(printed.ContainsKey) ? new ChainProcess(process, printed) : null;
        }
    }

    static string? FindTruthnet()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return File.Exists(named) ? named : throw new FileNotFoundException($"{Variable}: no such file", named);
        var beside = Path.GetFullPath(Path.Combine(Artifacts.Find().Root, Beside));
        return File.Exists(beside) ? beside : null;
    }
}
