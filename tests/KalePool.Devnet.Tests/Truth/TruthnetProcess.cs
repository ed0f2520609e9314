using System.Diagnostics;

namespace KalePool.Devnet.Tests.Truth;

/// <summary>The network on the real Soroban host, where its executable is found: KALEPOOL_TRUTHNET, else ../shared/truthnet/truthnet beside the repository.</summary>
sealed class TruthnetProcess : IAsyncDisposable
{
    const string Variable = "KALEPOOL_TRUTHNET";
    const string LastSetting = "ROUTER_CONTRACT_ID";

    readonly Process _process;
    readonly Dictionary<string, string> _settings = [];

    TruthnetProcess(Process process) => _process = process;

    public string this[string setting] => _settings[setting];

    /// <summary>Null where there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return File.Exists(given) ? given : throw new FileNotFoundException($"{Variable}: no such file", given);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "KalePool.sln"))) continue;
            var beside = Path.Combine(folder.FullName, "..", "shared", "truthnet", "truthnet");
            return File.Exists(beside) ? beside : null;
        }
        return null;
    }

    public static string NotFound => $"truthnet was not found: neither {Variable} names it nor is it at ../shared/truthnet/truthnet";

    public static async Task<TruthnetProcess> StartAsync(string executable, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(executable, arguments) { RedirectStandardOutput = true };
        var started = new TruthnetProcess(Process.Start(start) ?? throw new InvalidOperationException("truthnet does not start"));
        while (await started._process.StandardOutput.ReadLineAsync() is { } line)
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at < 0) continue;
            started._settings[line[..at]] = line[(at + 1)..];
            if (line.StartsWith(LastSetting, StringComparison.Ordinal)) return started;
        }
        await started.DisposeAsync();
        throw new InvalidOperationException("truthnet ended before it had said where it serves");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
