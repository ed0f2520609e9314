using System.CommandLine;
using System.CommandLine.Parsing;

namespace KalePool.Devnet.Settings;

/// <summary>The command line of <c>kalepool-devnet</c>.</summary>
static class DevnetCommand
{
    const int MaxRivals = 500;

    /// <param name="run">Serves with the settings; its status is the process's.</param>
    public static RootCommand Create(Func<DevnetSettings, CancellationToken, Task<int>> run)
    {
        var port = Option("--port", 0, "TCP port on 127.0.0.1, 0 takes a free one", value => value is >= 0 and <= 65_535, "0 to 65535");
        var ledgerMs = Option("--ledger-ms", 1_000, "milliseconds between ledgers", value => value is >= 1_000 and <= 60_000, "1000 to 60000, for close times are whole seconds that must not run ahead of the clock");
        var blockSeconds = Option("--block-seconds", 300, "KALE's block interval", value => value is >= 1 and <= 86_400, "1 to 86400");
        var startIndex = Option("--start-index", 100u, "index of the block before the first one", value => value <= 1_000_000_000, "0 to 1000000000");
        var minTempTtl = Option("--min-temp-ttl", 720u, "ledgers for which temporary entries live", value => value is >= 16 and <= 1_000_000, "16 to 1000000");
        var rivals = Option("--rivals", 0, "farmers of devnet's own", value => value is >= 0 and <= MaxRivals, $"0 to {MaxRivals}");
        var rivalsOpenAfter = Option("--rivals-open-after", 5, "seconds after a boundary until a rival opens the block", value => value is >= 0 and <= 86_400, "0 to 86400");
        var seed = Option("--seed", 1, "seed of the order inside ledgers", _ => true, "a number");
        var passphrase = new Option<string>("--passphrase") { Description = "network passphrase; ids and keys follow from it", DefaultValueFactory = _ => DevnetSettings.DefaultPassphrase };
        passphrase.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>())) result.AddError("--passphrase: must not be empty");
        });
        var command = new RootCommand("A local Stellar chain with the KALE contract, behind the JSON-RPC protocol of stellar-rpc.")
        {
            port, ledgerMs, blockSeconds, passphrase, startIndex, minTempTtl, rivals, rivalsOpenAfter, seed,
        };
        command.SetAction((parsed, cancel) => run(
            new DevnetSettings
            {
                Port = parsed.GetValue(port),
                LedgerMs = parsed.GetValue(ledgerMs),
                BlockSeconds = (uint)parsed.GetValue(blockSeconds),
                Passphrase = parsed.GetValue(passphrase)!,
                StartIndex = parsed.GetValue(startIndex),
                MinTemporaryTtl = parsed.GetValue(minTempTtl),
                Rivals = new RivalSettings { Count = parsed.GetValue(rivals), OpenAfterSeconds = parsed.GetValue(rivalsOpenAfter) },
                Seed = parsed.GetValue(seed),
            },
            cancel));
        return command;
    }

    static Option<T> Option<T>(string name, T standard, string description, Func<T, bool> fits, string expected)
    {
        var option = new Option<T>(name) { Description = $"{description} (default {standard})", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (!TryRead(result, out T? value)) result.AddError($"{name}: {expected} expected, not {string.Join(' ', result.Tokens)}");
            else if (!fits(value!)) result.AddError($"{name}: {expected} expected, not {value}");
        });
        return option;
    }

    static bool TryRead<T>(OptionResult result, out T? value)
    {
        value = default;
        try
        {
            value = result.GetValueOrDefault<T>();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
