using System.CommandLine;
using KalePool.Backend.Hosting;

namespace KalePool.Backend.Ops.Acts;

/// <summary><c>kalepool acts</c>: transactions that are under way, and those of which nobody knows what became of them.</summary>
static class ActsCommand
{
    public static Command Create(Option<FileInfo?> envFile)
    {
        var unknown = new Option<bool>("--unknown") { Description = "Those whose outcome nobody knows, oldest first, each with what can be done." };
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var acts = new Command("acts", "Transactions that are under way, oldest first.") { unknown, json, envFile };
        acts.SetAction((arguments, cancellation) => CommandExit.OfAsync(async () =>
        {
            await using var database = CommandDatabase.Of(arguments.GetValue(envFile));
            await new ActsList(database, Console.Out).RunAsync(arguments.GetValue(unknown), arguments.GetValue(json), cancellation);
        }));
        return acts;
    }
}
