using System.Diagnostics;
using System.Globalization;

namespace KalePool.Devnet.Tests.Processes;

/// <summary>The real executable.</summary>
sealed class DevnetProcess : IDisposable
{
    readonly Process _process;

    DevnetProcess(Process process, IReadOnlyDictionary<string, string> printed)
    {
        _process = process;
        Printed = printed;
    }

    /// <summary>NAME=value as it printed them.</summary>
    public IReadOnlyDictionary<string, string> Printed { get; }

    public Uri RpcUrl => new(Printed["RPC_URL"]);

    public Uri FriendbotUrl => new(Printed["FRIENDBOT_URL"]);

    /// <summary>Starts it and waits until it serves.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message is what it said.</exception>
    public static async Task<DevnetProcess> StartAsync(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "kalepool-devnet.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = process.StandardError.ReadToEndAsync();
        var printed = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!printed.ContainsKey("BLOCK_INTERVAL_SECONDS"))
        {
            if (await process.StandardOutput.ReadLineAsync() is not { } line)
            {
                await process.WaitForExitAsync();
                var status = process.ExitCode;
                process.Dispose();
                throw new InvalidOperationException($"{status}: {(await said).Trim()}");
            }
            var parts = line.Split('=', 2);
            printed[parts[0]] = parts[1];
        }
        return new DevnetProcess(process, printed);
    }

    /// <summary>SIGKILL, at once.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns the exit status.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("sh", ["-c", "kill -s TERM \"$0\"", _process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
