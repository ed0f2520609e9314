using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using KalePool.Contracts.Settings;
using KalePool.Hashing;
using KalePool.Pooler.Display;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Running;
using KalePool.Pooler.Settings;
using KalePool.Pooler.Solo;
using KalePool.Pooler.Status;
using KalePool.Pooler.Submission;
using KalePool.Stellar.Rpc.Nodes;

namespace KalePool.Pooler.Cli;

/// <summary><c>run</c>: farms for the pool until it is stopped; <c>solo</c>: for accounts of one's own.</summary>
static class RunCommand
{
    static readonly Option<string?> EnvFile = new("--env-file") { Description = "file with NAME=VALUE lines; the environment goes before it" };
    static readonly Option<bool> Json = new("--json") { Description = "one JSON object a line on standard output" };

    static readonly Option<int?> Blocks = new("--blocks") { Description = "end after so many blocks, when they are harvested" };

    static readonly Option<string?> Isa = new("--isa") { Description = "hash with this kernel, not with the fastest: " + string.Join(", ", KernelCatalog.All.Select(kernel => kernel.Name)) };

    public static Command Create() => Create(false, "run", "Work for the farmers of a pool until stopped.");

    public static Command CreateSolo() => Create(true, "solo", "Farm with accounts of your own, without a pool, until stopped: their keys are FARM_SECRET_KEYS, their stakes FARM_STAKES.");

    static Command Create(bool isSolo, string name, string description)
    {
        var command = new Command(name, description) { EnvFile, Json, Blocks, Isa };
        if (!isSolo) Blocks.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1) result.AddError("--blocks: expected at least 1");
        });
        MachineOptions.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(parsed, isSolo));
        return command;
    }

    static async Task<int> RunAsync(ParseResult parsed, bool isSolo)
    {
        // A terminal that closes ends what was started in it; a service is told to read its settings again.
        var isService = Console.IsInputRedirected && !OperatingSystem.IsWindows();
        using var signals = new StopSignals(isHangupToo: !isService);
        var pause = new PauseSwitch();
        using var pausing = new PauseSignals(pause);
        var runs = new Reloading<RunSettings>(() => ReadAgain(parsed, isSolo), (settings, stop) => RunAsync(settings, pause, parsed, stop), e =>
        {
            if (e is SettingsException refused) Complain(refused);
            return e is SettingsException;
        });
        using var reload = isService ? PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            runs.Reload();
        }) : null;
        try
        {
            await runs.RunAsync(Read(parsed, isSolo), signals.Token);
            return ExitCode.Success;
        }
        catch (SettingsException e)
        {
            Complain(e);
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

    static RunSettings Read(ParseResult parsed, bool isSolo)
    {
        var envFile = parsed.GetValue(EnvFile);
        var reader = new SettingsReader(parsed.Over(SettingsSource.Load(Environment.GetEnvironmentVariables(), envFile)));
        var solo = isSolo ? SoloSettings.Read(reader, envFile) : null;
        var settings = solo?.Pooler ?? PoolerSettings.Read(reader, envFile);
        reader.ThrowIfInvalid();
        return new(settings, solo?.Accounts, reader.Warnings(SettingNames.Pooler, [.. SettingNames.Backend, .. SettingNames.Devnet]));
    }

    static RunSettings? ReadAgain(ParseResult parsed, bool isSolo)
    {
        try
        {
            return Read(parsed, isSolo);
        }
        catch (SettingsException e)
        {
            Complain(e);
            Console.Error.WriteLine("kale-pooler: goes on with the settings that it has");
            return null;
        }
    }

    static void Complain(SettingsException e)
    {
        foreach (var error in e.Errors) Console.Error.WriteLine($"kale-pooler: {error}");
    }

    static async Task RunAsync(RunSettings read, PauseSwitch pause, ParseResult parsed, CancellationToken stop)
    {
        var (settings, time) = (read.Settings, TimeProvider.System);
        using var journal = PoolerJournal.Open(settings.JournalPath);
        using var connections = new Connections(settings);
        var rpc = new StellarRpcNodes(connections.Servers, settings.Network.Passphrase, time);
        var machine = MachineShare.Of(settings, pause, time);
        var turns = new AccountTurns();
        var backend = read.Own is null ? new PoolApiClient(connections.Http, PoolApiOptions.Of(settings, () => machine.Capacity.Now), time) : null;
        await using var farm = read.Own is { } own ? new SoloFarm(own, rpc, settings.Network, journal, turns, time) : null;
        IPoolApi pool = backend is null ? farm! : backend;
        var board = new StatusBoard(time);
        using var display = Displays.Choose(parsed.GetValue(Json), settings.Log, board, time);
        var reporter = new Reporter(display, time, party => party == Party.Rpc || backend is null ? rpc.Url : backend.Url);
        foreach (var warning in read.Warnings) reporter.Warn(warning);
        var health = new HealthCheck(new(settings, connections.Servers, pool, Version, time), settings.HealthInterval, reporter, time);
        var host = new PoolerHost(settings, rpc, pool, journal, reporter, machine, health, parsed.GetValue(Isa), Version, time, turns);
        await using var status = StatusService.Start(settings.StatusPort, board, () => host.Hashes, reporter.Warn, time);
        await host.RunAsync(parsed.GetValue(Blocks), stop);
    }

    /// <param name="Own">Null: a pool's.</param>
    sealed record RunSettings(PoolerSettings Settings, IReadOnlyList<SoloAccount>? Own, IReadOnlyList<string> Warnings);

    internal static string Version => typeof(RunCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
