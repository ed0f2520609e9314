using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using KalePool.Demo.Harness;
using KalePool.Stellar.Keys;

namespace KalePool.Demo.Run;

/// <summary>The command line. Exit status: 0 everything full and balanced, 1 not so, 2 a wrong argument or nothing built, 130 interrupted.</summary>
static class DemoCommand
{
    const int PublicBlockSeconds = 300;

    public static RootCommand Build()
    {
        var farmers = Number("--farmers", 4, 1, 100, "Farmers of the pool");
        var blocks = Number("--blocks", 3, 1, 1_000, "Blocks to plant, work and harvest");
        var rivals = Number("--rivals", 3, 0, 100, "Farmers of the devnet's own; none on another chain");
        var ledger = Number("--ledger-ms", 1_000, 1_000, 60_000, "Milliseconds between ledgers; on another chain about what it takes");
        var seconds = new Option<int?>("--block-seconds") { Description = "Seconds between blocks; chosen from the number of farmers if left out, on another chain 300" };
        seconds.Validators.Add(r => Check(r, 15, 3_600));
        var keep = new Option<bool>("--keep") { Description = "Leave everything running until Ctrl-C" };
        var postgres = new Option<bool>("--postgres") { Description = "The backend on a PostgreSQL that is started for it, rather than on its embedded database" };
        var router = new Option<bool>("--router") { Description = "Many works, and many harvests, in one transaction through the devnet's router, rather than each in its own; an operator's account pays the backend's" };
        var chain = Address("--chain", "RPC server of another chain to run on; without it a devnet is started");
        var friendbot = Address("--friendbot", "Where that chain's test XLM comes from, asked as URL?addr=G…; without it as getNetwork says");
        var kale = new Option<string?>("--kale") { Description = "C… of the KALE contract on that chain; without it testnet's" };
        kale.Validators.Add(r =>
        {
            if (r.Tokens is [var token] && !StrKey.IsValid(StrKeyKind.Contract, token.Value)) r.AddError($"--kale takes the C… address of a contract, not '{token.Value}'");
        });
        var command = new RootCommand("KalePool on a local chain: plant, work, harvest, audit.")
        {
            farmers, blocks, rivals, ledger, seconds, keep, postgres, router, chain, friendbot, kale,
        };
        command.Validators.Add(r =>
        {
            var foreign = r.GetResult(chain) is not null;
            if (foreign && r.GetResult(rivals) is { Implicit: false }) r.AddError("--rivals are the devnet's own: not with --chain");
            if (foreign && r.GetResult(router) is { Implicit: false }) r.AddError("--router is the devnet's own: not with --chain");
            foreach (var name in foreign ? [] : new Option[] { friendbot, kale }.Where(o => r.GetResult(o) is not null).Select(o => o.Name)) r.AddError($"{name} goes with --chain");
        });
        command.SetAction(parsed =>
        {
            var foreign = parsed.GetValue(chain) is { } rpc ? new ForeignChain(rpc, parsed.GetValue(friendbot), parsed.GetValue(kale)) : null;
            var otherwise = foreign is null ? LocalPoolOptions.BlockSecondsFor(parsed.GetValue(farmers), parsed.GetValue(ledger), parsed.GetValue(router)) : PublicBlockSeconds;
            return DemoProgram.RunAsync(new DemoOptions(
                parsed.GetValue(farmers), parsed.GetValue(blocks), parsed.GetValue(rivals), parsed.GetValue(ledger),
                parsed.GetValue(seconds) ?? otherwise, parsed.GetValue(keep), foreign, parsed.GetValue(postgres), Router: parsed.GetValue(router)));
        });
        return command;
    }

    static Option<Uri?> Address(string name, string description)
    {
        static Uri? Parse(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
        var option = new Option<Uri?>(name) { Description = description, CustomParser = r => Parse(r.Tokens[0].Value) };
        option.Validators.Add(r =>
        {
            if (r.Tokens is [var token] && Parse(token.Value) is null) r.AddError($"{name} takes an http or https address, not '{token.Value}'");
        });
        return option;
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
