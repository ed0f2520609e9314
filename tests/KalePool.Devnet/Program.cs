using System.CommandLine;
using System.Runtime.InteropServices;
using KalePool.Devnet.Faults;
using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using KalePool.Devnet.Storage;

var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
    .ToDictionary(variable => (string)variable.Key, variable => (string)(variable.Value ?? ""), StringComparer.Ordinal);
var parsed = DevnetCommand.Create(ServeAsync, environment).Parse(args);
if (parsed.Errors.Count == 0) return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"kalepool-devnet: {error.Message}");
return 2;

static async Task<int> ServeAsync(DevnetSettings settings, CancellationToken cancel)
{
    var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stopped.TrySetResult();
    }

    DevnetServer server;
    try
    {
        server = await DevnetServer.StartAsync(settings, cancel: cancel);
    }
    catch (FaultPlanException wrong)
    {
        foreach (var error in wrong.Errors) await Console.Error.WriteLineAsync($"kalepool-devnet: --faults: {error}");
        return 1;
    }
    catch (Exception unreadable) when (unreadable is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
    {
        await Console.Error.WriteLineAsync($"kalepool-devnet: {unreadable.Message}");
        return 1;
    }
    catch (IOException taken)
    {
        await Console.Error.WriteLineAsync($"kalepool-devnet: --port: {taken.Message}");
        return 1;
    }
    catch (StateFileException unusable)
    {
        await Console.Error.WriteLineAsync($"kalepool-devnet: {unusable.Message}");
        return 1;
    }
    await using (server)
    {
        foreach (var (name, value) in server.ClientSettings) await Console.Out.WriteLineAsync($"{name}={value}");
        await Console.Out.FlushAsync(cancel);
        if (await Task.WhenAny(stopped.Task, server.Failure) == stopped.Task) return 0;
        await Console.Error.WriteLineAsync($"kalepool-devnet: {server.Failure.Exception?.InnerException?.Message}");
        return 1;
    }
}
