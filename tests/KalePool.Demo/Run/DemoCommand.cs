using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using KalePool.Demo.Harness;

namespace KalePool.Demo.Run;

/// <summary>The command line. Exit status: 0 everything full and balanced, 1 not so, 2 a wrong argument or nothing built, 130 interrupted.</summary>
static class DemoCommand
{
    public static RootCommand Build()
    {
        var farmers = Number("--farmers", 4, 1, 50, "Farmers of the pool");
        var blocks = Number("--blocks", 3, 1, 1_000, "Blocks to plant, work and harvest");
        var rivals = Number("--rivals", 3, 0, 100, "Farmers of the devnet's own");
        var ledger = Number("--ledger-ms", 1_000, 1_000, 60_000, "Milliseconds between ledgers");
        var seconds = new Option<int?>("--block-seconds") { Description = "Seconds between blocks; chosen from the number of farmers if left out" };
        seconds.Validators.Add(r => Check(r, 15, 3_600));
        var keep = new Option<bool>("--keep") { Description = "Leave everything running until Ctrl-C" };
        var command = new RootCommand("KalePool on a local chain: plant, work, harvest, audit.") { farmers, blocks, rivals, ledger, seconds, keep };
        command.SetAction(parsed => DemoProgram.RunAsync(new DemoOptions(
            parsed.GetValue(farmers), parsed.GetValue(blocks), parsed.GetValue(rivals), parsed.GetValue(ledger),
            parsed.GetValue(seconds) ?? LocalPoolOptions.BlockSecondsFor(parsed.GetValue(farmers), parsed.GetValue(ledger)), parsed.GetValue(keep))));
        return command;
    }

    static Option<int> Number(string name, int otherwise, int least, int most, string description)
    {
        var option = new Option<int>(name) { Description = $"{description}, {least} to {most}", DefaultValueFactory = _ => otherwise };
        option.Validators.Add(r => Check(r, least, most));
        return option;
    }

    /// <summary>Looks at the text itself: asking for a value that is none would throw.</summary>
    static void Check(OptionResult result, int least, int most)
    {
        if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most))
            result.AddError($"{result.Option.Name} takes {least} to {most}, not '{token.Value}'");
    }
}
