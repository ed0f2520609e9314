using System.CommandLine;
using KalePool.Backend.Hosting;
using KalePool.Backend.Journals;

namespace KalePool.Backend.Ops.Journal;

/// <summary><c>kalepool journal</c>: what entities have written down, for people and for programs. It reads the database of the settings and writes nothing; a backend that serves is not disturbed.</summary>
static class JournalCommand
{
    public static Command Create(Option<FileInfo?> envFile)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        return new Command("journal", "Reads and proves the journal; nothing is changed.")
        {
            List(envFile, json), Show(envFile, json), State(envFile), Tail(envFile, json), Verify(envFile), Export(envFile),
        };
    }

    static Argument<string> Entity() => new("id") { Description = "A persistence id as list shows it, the id of a farmer or pooler, or a farmer's custodial wallet (G…)." };

    static Command List(Option<FileInfo?> envFile, Option<bool> json)
    {
        var kind = new Option<string?>("--kind") { Description = string.Join(", ", EntityNames.KindNames) + "." };
        kind.AcceptOnlyFromAmong([.. EntityNames.KindNames]);
        var list = new Command("list", "All entities: how many events each has, the first and the last one's time.") { kind, json, envFile };
        return Runs(list, envFile, (reading, arguments, cancellation) => reading.ListAsync(arguments.GetValue(kind), arguments.GetValue(json), cancellation));
    }

    static Command Show(Option<FileInfo?> envFile, Option<bool> json)
    {
        var (id, from, to) = (Entity(), Number("--from", "The first event."), Number("--to", "The last event."));
        var show = new Command("show", "An entity's events: time, what happened, amounts, transactions.") { id, from, to, json, envFile };
        return Runs(show, envFile, (reading, arguments, cancellation) =>
            reading.ShowAsync(arguments.GetValue(id)!, arguments.GetValue(from) ?? 1, arguments.GetValue(to) ?? long.MaxValue, arguments.GetValue(json), cancellation));
    }

    static Command State(Option<FileInfo?> envFile)
    {
        var (id, at) = (Entity(), Number("--at", "The last event that counts; none: all of them."));
        var state = new Command("state", "An entity as its events up to one of them made it, as JSON.") { id, at, envFile };
        return Runs(state, envFile, (reading, arguments, cancellation) => reading.StateAsync(arguments.GetValue(id)!, arguments.GetValue(at), cancellation));
    }

    static Command Tail(Option<FileInfo?> envFile, Option<bool> json)
    {
        var count = Number("--count", "How many (20).");
        var follow = new Option<bool>("--follow") { Description = "Goes on with what is written from now on, until it is stopped." };
        var tail = new Command("tail", "The newest events of all entities.") { count, follow, json, envFile };
        return Runs(tail, envFile, (reading, arguments, cancellation) =>
            reading.TailAsync((int)Math.Min(arguments.GetValue(count) ?? 20, 100_000), arguments.GetValue(follow), arguments.GetValue(json), cancellation));
    }

    static Command Export(Option<FileInfo?> envFile)
    {
        var heads = new Option<bool>("--heads") { Description = "Only where each entity's chain ends: to be kept off this machine, for verify --heads." };
        var export = new Command("export", "Everything as JSON, one event a line, and behind each entity's events its head.") { heads, envFile };
        return Runs(export, envFile, (reading, arguments, cancellation) => reading.ExportAsync(arguments.GetValue(heads), cancellation));
    }

    static Command Verify(Option<FileInfo?> envFile)
    {
        var rpc = new Option<bool>("--rpc") { Description = "Compares farmers' balances with the chain of the settings, too." };
        var heads = new Option<FileInfo>("--heads") { Description = "Heads that an earlier export has written." };
        heads.AcceptExistingOnly();
        var quick = new Option<bool>("--quick") { Description = "Leaves out making the read model anew, which takes most of the time." };
        var verify = new Command("verify", "Proves chains, numbers, readability and read model, and names what differs; the exit status is 0 only if nothing does.") { rpc, heads, quick, envFile };
        verify.SetAction((arguments, cancellation) => CommandExit.OfAsync(() =>
            JournalVerify.RunAsync(arguments.GetValue(envFile), arguments.GetValue(heads), !arguments.GetValue(quick), arguments.GetValue(rpc), Console.Out, cancellation)));
        return verify;
    }

    static Option<long?> Number(string name, string description)
    {
        var option = new Option<long?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(long.TryParse(result.Tokens[0].Value, out var number) && number > 0)) result.AddError($"{name}: a number above 0 expected, not '{result.Tokens[0].Value}'");
        });
        return option;
    }

    static Command Runs(Command command, Option<FileInfo?> envFile, Func<JournalReading, ParseResult, CancellationToken, Task> run)
    {
        command.SetAction((arguments, cancellation) => CommandExit.OfAsync(async () =>
        {
            await using var database = CommandDatabase.Of(arguments.GetValue(envFile));
            await using var output = new StreamWriter(Console.OpenStandardOutput());
            await run(new JournalReading(database, output), arguments, cancellation);
        }));
        return command;
    }
}
