using System.CommandLine;
using System.CommandLine.Parsing;

namespace KalePool.Devnet.Settings;

/// <summary>The command line of <c>kalepool-devnet</c>.</summary>
static class DevnetCommand
{
    /// <param name="run">Serves with the settings; its status is the process's.</param>
    /// <param name="environment">Variables that say what the command line does not.</param>
    public static RootCommand Create(Func<DevnetSettings, CancellationToken, Task<int>> run, IReadOnlyDictionary<string, string>? environment = null)
    {
        environment ??= new Dictionary<string, string>();
        var options = SettingsTable.All.Select(ToOption).ToList();
        var command = new RootCommand(
            "A local Stellar chain with the KALE contract, behind the JSON-RPC protocol of stellar-rpc. Every option may also stand in the environment: "
            + $"--ledger-ms as {SettingsTable.All.Single(setting => setting.Option == "--ledger-ms").Variable}.");
        options.ForEach(command.Add);
        command.Validators.Add(result =>
        {
            foreach (var error in Read(result, options, environment).Errors) result.AddError(error);
        });
        command.SetAction((parsed, cancel) => run(Read(parsed.CommandResult, options, environment).Settings, cancel));
        return command;
    }

    static Option<string> ToOption(Setting setting) => new(setting.Option)
    {
        Description = Describe(setting),
        HelpName = setting.IsFlag ? "true|false" : "value",
        Arity = setting.IsFlag ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
    };

    static string Describe(Setting setting) => $"{setting.Meaning}: {setting.Expected}{(setting.Default.Length == 0 ? "" : $" (default {setting.Default})")}";

    static (DevnetSettings Settings, IReadOnlyList<string> Errors) Read(CommandResult result, List<Option<string>> options, IReadOnlyDictionary<string, string> environment)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in options)
        {
            if (result.GetResult(option) is { Implicit: false } found) given[option.Name] = found.Tokens is [var token, ..] ? token.Value : "true";
        }
        return SettingsReader.Read(given, environment);
    }
}
