using System.CommandLine;
using System.Text.Json;
using KalePool.Contracts.Settings;
using KalePool.Pooler.Doctor;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Settings;

namespace KalePool.Pooler.Cli;

/// <summary><c>doctor</c>: what stands in the way of working, a line each with its remedy.</summary>
static class DoctorCommand
{
    static readonly Option<string?> EnvFile = new("--env-file") { Description = "file with NAME=VALUE lines; the environment goes before it" };
    static readonly Option<bool> Json = new("--json") { Description = "one JSON object a line" };

    public static Command Create()
    {
        var command = new Command("doctor", "Check settings, clock, CPU, network, backend, account and channels; exit status 0 when the pooler can work.") { EnvFile, Json };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(EnvFile), parsed.GetValue(Json)));
        return command;
    }

    internal static async Task<int> RunAsync(string? envFile, bool isJson)
    {
        using var signals = new StopSignals();
        var isWrong = false;
        try
        {
            var reader = new SettingsReader(SettingsSource.Load(Environment.GetEnvironmentVariables(), envFile));
            var settings = PoolerSettings.Read(reader, envFile);
            reader.ThrowIfInvalid();
            foreach (var warning in reader.Warnings(SettingNames.Pooler, [.. SettingNames.Backend, .. SettingNames.Devnet])) Say(Finding.Weak("settings", warning, "correct the name, or leave it out"));
            Say(Finding.Good("settings", $"{settings.Network.Name}, {settings.PoolerName}"));
            using var connections = new Connections(settings);
            var pool = new PoolApiClient(connections.Http, PoolApiOptions.Of(settings, () => settings.MaxFarmersCapacity), TimeProvider.System);
            await foreach (var finding in new Doctor.Doctor(settings, connections.Servers, pool, RunCommand.Version, TimeProvider.System).ExamineAsync(signals.Token)) Say(finding);
            return isWrong ? ExitCode.Failure : ExitCode.Success;
        }
        catch (SettingsException e)
        {
            foreach (var error in e.Errors) Say(Finding.Wrong("settings", $"{error.Name} is {error.Found}", $"expected {error.Expected}"));
            return ExitCode.WrongSettings;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }

        void Say(Finding finding)
        {
            isWrong |= finding.Verdict == Verdict.Wrong;
            Console.Out.WriteLine(isJson ? JsonSerializer.Serialize(finding, FindingJson.Default.Finding) : finding.ToString());
        }
    }
}
