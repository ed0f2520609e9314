using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using KalePool.Contracts;
using KalePool.Demo.Harness;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>The backend as the process that it is, and every line that it has said.</summary>
sealed class BackendProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Process _process;

    BackendProcess(Process process, Uri address) => (_process, Http) = (process, new HttpClient(new SocketsHttpHandler()) { BaseAddress = address });

    public HttpClient Http { get; }

    public ConcurrentQueue<string> Lines { get; } = new();

    /// <param name="settings">NAME=VALUE; PORT is added.</param>
    public static async Task<BackendProcess> StartAsync(string envFile, IEnumerable<string> settings)
    {
        var port = Ports.Free();
        await File.WriteAllLinesAsync(envFile, settings.Append($"PORT={port}"));
        var backend = new BackendProcess(Start(["--env-file", envFile]), new Uri($"http://127.0.0.1:{port}"));
        backend._process.OutputDataReceived += (_, e) => backend.Lines.Enqueue(e.Data ?? "");
        backend._process.ErrorDataReceived += (_, e) => backend.Lines.Enqueue(e.Data ?? "");
        backend._process.BeginOutputReadLine();
        backend._process.BeginErrorReadLine();
        await Poll.UntilAsync(backend.IsReadyAsync, "the process to be ready");
        return backend;
    }

    /// <summary>Runs a command to its end; everything that it says.</summary>
    public static async Task<string> RunAsync(params string[] arguments) => (await EndOfAsync(arguments)).Said;

    /// <summary>Its exit status, too.</summary>
    public static async Task<(int Status, string Said)> EndOfAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(Patience, TimeProvider.System);
        await process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        return (process.ExitCode, string.Concat(said));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    static Process Start(IEnumerable<string> arguments) => Process.Start(
        new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "kalepool.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    async Task<bool> IsReadyAsync()
    {
        try
        {
            Assert.False(_process.HasExited, string.Join('\n', Lines));
            return (await Http.GetAsync(Routes.Ready)).StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
