using System.Text.RegularExpressions;
using KalePool.Devnet.Settings;

namespace KalePool.Devnet.Tests;

/// <summary>One table drives parsing, help and README; the tests walk it.</summary>
public sealed partial class CommandLineSpec
{
    public static TheoryData<string> Options() => new(SettingsTable.All.Select(setting => setting.Option));

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Takes_each_setting_from_the_command_line_and_from_the_environment(string option)
    {
        var setting = Find(option);
        var text = Another(setting);

        var written = await TakenAsync([option, text], []);
        var inherited = await TakenAsync([], new() { [setting.Variable] = text });
        var both = await TakenAsync([option, text], new() { [setting.Variable] = setting.Default });

        Assert.NotEqual(new DevnetSettings(), written);
        Assert.Equal(text, setting.Show(written));
        Assert.Equal(written, inherited);
        Assert.Equal(written, both);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Names_the_setting_that_is_wrong_what_was_found_and_what_fits(string option)
    {
        var setting = Find(option);
        foreach (var wrong in Wrong(setting))
        {
            Assert.Contains($"{option}: {setting.Expected} expected, not '{wrong}'", Errors([option, wrong], []));
            Assert.Contains($"{setting.Variable}: {setting.Expected} expected, not '{wrong}'", Errors([], new() { [setting.Variable] = wrong }));
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Keeps_the_defaults_where_nothing_is_said(string option)
    {
        var setting = Find(option);
        var settings = setting.Default.Length == 0 ? new DevnetSettings() : setting.Take(new DevnetSettings(), setting.Default);

        Assert.Equal(new DevnetSettings(), settings);
    }

    [Fact]
    public void Says_all_settings_once_in_the_readme_and_in_the_help()
    {
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "devnet-readme.md"));
        var help = new StringWriter();
        DevnetCommand.Create((_, _) => Task.FromResult(0)).Parse(["--help"]).Invoke(new System.CommandLine.InvocationConfiguration { Output = help });

        Assert.Equal(SettingsTable.All.Select(Row), readme.Split('\n').Where(line => line.StartsWith("| `--", StringComparison.Ordinal)));
        Assert.All(SettingsTable.All, setting => Assert.Matches($@"{setting.Option}\b", help.ToString()));
        Assert.All(SettingsTable.All, setting => Assert.Contains(setting.Meaning, Spaces().Replace(help.ToString(), " "), StringComparison.Ordinal));
    }

    [Fact]
    public void Says_everything_that_is_in_the_settings()
    {
        // Fees follow the real networks; the first ledger's number is only of the files' making.
        string[] notSaid = [nameof(DevnetSettings.Fees), nameof(DevnetSettings.FirstLedger)];
        var every = SettingsTable.All.Aggregate(new DevnetSettings(), (settings, setting) => setting.Take(settings, Another(setting))!);

        foreach (var property in typeof(DevnetSettings).GetProperties().Where(property => !notSaid.Contains(property.Name)))
        {
            Assert.NotEqual(property.GetValue(new DevnetSettings()), property.GetValue(every));
        }
        Assert.All(typeof(LedgerLimits).GetProperties(), property => Assert.NotEqual(property.GetValue(new LedgerLimits()), property.GetValue(every.Limits)));
        Assert.All(typeof(BlockRanges).GetProperties(), property => Assert.NotEqual(property.GetValue(new BlockRanges()), property.GetValue(every.StartRanges)));
        Assert.All(typeof(RivalSettings).GetProperties(), property => Assert.NotEqual(property.GetValue(new RivalSettings()), property.GetValue(every.Rivals)));
    }

    [Fact]
    public void Refuses_what_it_does_not_know()
    {
        Assert.Contains(Errors(["--weather", "fine"], []), error => error.Contains("--weather", StringComparison.Ordinal));
        Assert.Contains(Errors([], new() { ["KALEPOOL_DEVNET_WEATHER"] = "fine", ["PORT"] = "x" }), error => error == "KALEPOOL_DEVNET_WEATHER: not a setting of devnet");
        Assert.Empty(Errors([], new() { ["PORT"] = "x", ["KALEPOOL_MASTER_KEY"] = "y" }));
    }

    [Theory]
    [InlineData("--min-temp-ttl 2000 --max-ttl 1000", "--min-temp-ttl")]
    [InlineData("--max-ttl 1000", "--min-persistent-ttl")]
    [InlineData("--start-min-gap 30", "--start-min-gap")]
    [InlineData("--start-max-zeros 0", "--start-min-zeros")]
    [InlineData("--start-min-stake 5 --start-max-stake 4", "--start-min-stake")]
    public void Refuses_settings_that_contradict_each_other(string line, string named) =>
        Assert.Contains(Errors(line.Split(' '), []), error => error.StartsWith($"{named}: at most", StringComparison.Ordinal));

    [Fact]
    public async Task Widens_the_ledger_and_keeps_limits_that_are_said_beside()
    {
        var settings = await TakenAsync(["--ledger-classic-ops", "7", "--unlimited"], []);

        Assert.Equal(LedgerLimits.Unlimited with { LedgerClassicOperations = 7 }, settings.Limits);
    }

    static Setting Find(string option) => SettingsTable.All.Single(setting => setting.Option == option);

    /// <summary>As a value that fits and is not the default.</summary>
    static string Another(Setting setting) => Bounds().Match(setting.Expected) switch
    {
        { Success: true } bounds => new[] { bounds.Groups[1].Value, bounds.Groups[2].Value }.First(text => text != setting.Default && Errors([setting.Option, text], []).Count == 0),
        _ when setting.IsFlag => "true",
        _ => "a b",
    };

    static string[] Wrong(Setting setting) => Bounds().Match(setting.Expected) switch
    {
        { Success: true } bounds => [$"{Int128.Parse(bounds.Groups[1].Value, null) - 1}", $"{Int128.Parse(bounds.Groups[2].Value, null) + 1}", "soon", "1.5", ""],
        _ when setting.IsFlag => ["perhaps", "1"],
        _ => ["", " "],
    };

    static string Row(Setting setting) =>
        $"| `{setting.Option}` | {(setting.Default.Length == 0 ? "none" : setting.Default)} | {setting.Expected} | {setting.Meaning}{(setting.IsFixed ? " †" : "")} |";

    static async Task<DevnetSettings> TakenAsync(string[] line, Dictionary<string, string> environment)
    {
        DevnetSettings? taken = null;
        var command = DevnetCommand.Create(
            (settings, _) =>
            {
                taken = settings;
                return Task.FromResult(0);
            },
            environment);
        var parsed = command.Parse(line);
        Assert.Empty(parsed.Errors);
        Assert.Equal(0, await parsed.InvokeAsync());
        return taken!;
    }

    static List<string> Errors(string[] line, Dictionary<string, string> environment) =>
        [.. DevnetCommand.Create((_, _) => Task.FromResult(0), environment).Parse(line).Errors.Select(error => error.Message)];

    [GeneratedRegex(@"^(-?\d+) to (\d+)$")]
    private static partial Regex Bounds();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
