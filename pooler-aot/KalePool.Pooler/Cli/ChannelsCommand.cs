using System.CommandLine;
using System.Globalization;
using KalePool.Contracts.Settings;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Display;
using KalePool.Pooler.Running;
using KalePool.Pooler.Settings;
using KalePool.Pooler.Submission;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Rpc.Nodes;

namespace KalePool.Pooler.Cli;

/// <summary><c>channels</c>: the accounts that send works side by side where there is no router.</summary>
static class ChannelsCommand
{
    const decimal StroopsPerXlm = 10_000_000m;

    static readonly Option<string?> EnvFile = new("--env-file") { Description = "file with NAME=VALUE lines; the environment goes before it" };
    static readonly Option<int?> Count = new("--count") { Description = "how many; without it as many as CHANNEL_ACCOUNTS says" };

    public static Command Create()
    {
        Count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > ChannelKeys.Most) result.AddError($"--count: expected 1 to {ChannelKeys.Most}");
        });
        return new Command("channels", "Open, show or close the pooler's channel accounts.")
        {
            Sub("open", "Open those that are missing, 1 XLM each out of the pooler's account.", OpenAsync),
            Sub("status", "Show which are open and what they hold.", ShowAsync),
            Sub("close", "Merge all back into the pooler's account.", CloseAsync),
        };
    }

    static Command Sub(string name, string description, Func<ChannelAccounts, int, CancellationToken, Task<int>> action)
    {
        var command = new Command(name, description) { EnvFile, Count };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(EnvFile), parsed.GetValue(Count), name, action));
        return command;
    }

    static async Task<int> RunAsync(string? envFile, int? count, string name, Func<ChannelAccounts, int, CancellationToken, Task<int>> action)
    {
        using var signals = new StopSignals();
        try
        {
            var reader = new SettingsReader(SettingsSource.Load(Environment.GetEnvironmentVariables(), envFile));
            var settings = PoolerSettings.Read(reader, envFile);
            if (settings.Account is null && reader.Errors.Count == 0) reader.Missing("POOLER_SECRET_KEY", "an S… secret key, from which channel accounts are derived");
            var wanted = count ?? (settings.ChannelAccounts > 0 || name != "close" ? settings.ChannelAccounts : ChannelKeys.Most);
            if (wanted == 0) reader.Fail("CHANNEL_ACCOUNTS", "0", $"1 to {ChannelKeys.Most}, or --count");
            reader.ThrowIfInvalid();
            return await RunAsync(settings, settings.Account!, wanted, name, action, signals.Token);
        }
        catch (SettingsException e)
        {
            foreach (var error in e.Errors) await Console.Error.WriteLineAsync($"kale-pooler: {error}");
            return ExitCode.WrongSettings;
        }
        catch (Exception e) when (e is ChannelException or RpcException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"kale-pooler: {e.Message}");
            return ExitCode.Failure;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("kale-pooler: stopped; the same command goes on where it was");
            return ExitCode.Interrupted;
        }
    }

    static async Task<int> RunAsync(
        PoolerSettings settings, KeyPair payer, int count, string name, Func<ChannelAccounts, int, CancellationToken, Task<int>> action, CancellationToken stop)
    {
        var time = TimeProvider.System;
        // Held while it runs: a running pooler uses the same sequence numbers, and a channel with a work under way must not be merged.
        using var journal = name == "status" ? null : OpenJournal(settings, payer, count, isClosing: name == "close");
        using var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var options = new StellarRpcOptions { Timeout = TimeSpan.FromSeconds(10) };
        var rpc = new StellarRpcNodes([.. settings.Network.RpcUrls.Select(url => (url, (IStellarRpc)new StellarRpcClient(http, url, options)))], settings.Network.Passphrase, time);
        var reader = new ChainReader(rpc, StrKey.Decode(StrKeyKind.Contract, settings.Network.KaleContractId), time);
        using var display = new PlainDisplay(Console.Out, settings.Log.Level);
        await new NetworkCheck(rpc, reader, settings.Network, time, new Reporter(display, time, _ => rpc.Url)).RunAsync(stop);
        var runner = new ActRunner(new RpcActChain(rpc, cancellation => Task.Delay(TimeSpan.FromSeconds(1), time, cancellation)));
        return await action(new ChannelAccounts(reader, runner, new Network(settings.Network.Passphrase), payer, time), count, stop);
    }

    static PoolerJournal OpenJournal(PoolerSettings settings, KeyPair payer, int count, bool isClosing)
    {
        var journal = PoolerJournal.Open(settings.JournalPath);
        var channels = ChannelKeys.Of(payer, ..count).Select(key => key.Address).ToHashSet();
        if (!isClosing || new WorkLog(journal).Open.Count(act => channels.Contains(act.Source)) is not (var open and > 0)) return journal;
        journal.Dispose();
        throw new ChannelException($"{open} transactions of channel accounts have no outcome yet: run the pooler until they have");
    }

    static async Task<int> OpenAsync(ChannelAccounts channels, int count, CancellationToken stop)
    {
        var done = await channels.OpenAsync(count, stop);
        await Console.Out.WriteLineAsync(Text($"{done} channel accounts opened or topped up, {count} are open"));
        return ExitCode.Success;
    }

    static async Task<int> CloseAsync(ChannelAccounts channels, int count, CancellationToken stop)
    {
        var done = await channels.CloseAsync(count, stop);
        await Console.Out.WriteLineAsync(Text($"{done} channel accounts closed, what they held is in the pooler's account"));
        return ExitCode.Success;
    }

    static async Task<int> ShowAsync(ChannelAccounts channels, int count, CancellationToken stop)
    {
        var all = await channels.ReadAsync(count, stop);
        foreach (var channel in all) await Console.Out.WriteLineAsync(Text($"{channel.Number,3} {channel.Address} {(channel.Balance is { } held ? Text($"{held / StroopsPerXlm} XLM") : "not open")}"));
        await Console.Out.WriteLineAsync(Text($"{all.Count(channel => channel.Balance is not null)} of {count} are open"));
        return ExitCode.Success;
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
