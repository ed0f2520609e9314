using System.CommandLine;
using System.Reflection;
using KalePool.Contracts.Settings;
using KalePool.Hashing;
using KalePool.Pooler.Display;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Running;
using KalePool.Pooler.Settings;
using KalePool.Pooler.Submission;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Rpc.Nodes;

namespace KalePool.Pooler.Cli;

/// <summary><c>run</c>: farms for the pool until it is stopped.</summary>
static class RunCommand
{
    static readonly Option<string?> EnvFile = new("--env-file") { Description = "file with NAME=VALUE lines; the environment goes before it" };
    static readonly Option<bool> Json = new("--json") { Description = "one JSON object a line on standard output" };

    static readonly Option<int?> Blocks = new("--blocks") { Description = "end after so many blocks, when they are harvested" };

    static readonly Option<string?> Isa = new("--isa") { Description = "hash with this kernel, not with the fastest: " + string.Join(", ", KernelCatalog.All.Select(kernel => kernel.Name)) };

    public static Command Create()
    {
        var command = new Command("run", "Work for the farmers of a pool until stopped.") { EnvFile, Json, Blocks, Isa };
        Blocks.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1) result.AddError("--blocks: expected at least 1");
        });
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(EnvFile), parsed.GetValue(Json), parsed.GetValue(Blocks), parsed.GetValue(Isa)));
        return command;
    }

    static async Task<int> RunAsync(string? envFile, bool isJson, int? blocks, string? isa)
    {
        using var signals = new StopSignals();
        try
        {
            var reader = new SettingsReader(SettingsSource.Load(Environment.GetEnvironmentVariables(), envFile));
            var settings = PoolerSettings.Read(reader, envFile);
            reader.ThrowIfInvalid();
            await RunAsync(settings, reader.Warnings(SettingNames.Pooler, [.. SettingNames.Backend, .. SettingNames.Devnet]), isJson, blocks, isa, signals.Token);
            return ExitCode.Success;
        }
        catch (SettingsException e)
        {
            foreach (var error in e.Errors) await Console.Error.WriteLineAsync($"kale-pooler: {error}");
            return ExitCode.WrongSettings;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"kale-pooler: what must not be forgotten cannot be kept: {e.Message}");
            return ExitCode.Failure;
        }
        catch (KernelException e)
        {
            await Console.Error.WriteLineAsync($"kale-pooler: {e.Message}");
            return ExitCode.Failure;
        }
    }

    static async Task RunAsync(PoolerSettings settings, IReadOnlyList<string> warnings, bool isJson, int? blocks, string? isa, CancellationToken stop)
    {
        var time = TimeProvider.System;
        using var journal = PoolerJournal.Open(settings.JournalPath);
        using var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(10), AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var rpcOptions = new StellarRpcOptions { Timeout = TimeSpan.FromSeconds(10) };
        var rpc = new StellarRpcNodes([.. settings.Network.RpcUrls.Select(url => (url, (IStellarRpc)new StellarRpcClient(http, url, rpcOptions)))], settings.Network.Passphrase, time);
        var pool = new PoolApiClient(http, PoolApiOptions.Of(settings), time);
        using var display = Displays.Choose(isJson, settings.LogLevel, time);
        var reporter = new Reporter(display, time, party => party == Party.Rpc ? rpc.Url : pool.Url);
        foreach (var warning in warnings) reporter.Warn(warning);
        await new PoolerHost(settings, rpc, pool, journal, reporter, isa, Version, time).RunAsync(blocks, stop);
    }

    static string Version => typeof(RunCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
