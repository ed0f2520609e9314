using System.CommandLine;
using KalePool.Hashing;
using KalePool.Pooler.Mining;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Cli;

/// <summary><c>mine</c>: the arguments and the output of kale-miner, so that other tools can use kale-pooler in its place.</summary>
static class MineCommand
{
    const int DefaultThreads = 4;
    const int MostThreads = 1024;
    const ulong DefaultBatch = 10_000_000;
    const int MostZeros = 64;

    static readonly Argument<uint> Block = new("block") { Description = "index of the block" };
    static readonly Argument<string> Hash = new("hash") { Description = "entropy of the block, base64" };
    static readonly Argument<ulong> Nonce = new("nonce") { Description = "the first nonce to try" };
    static readonly Argument<int> Difficulty = new("difficulty") { Description = "leading zero hex digits the hash must have" };
    static readonly Argument<string> Address = new("address") { Description = "G… or C… address of the farmer" };
    static readonly Option<int> Threads = new("--max-threads") { DefaultValueFactory = _ => DefaultThreads, Description = "threads that search" };
    static readonly Option<ulong> Batch = new("--batch-size") { DefaultValueFactory = _ => DefaultBatch, Description = "nonces in one batch" };
    static readonly Option<bool> Verbose = new("--verbose") { Description = "report each batch and its hash rate" };
    static readonly Option<string?> Isa = new("--isa") { Description = "search with this kernel, not with the fastest: " + string.Join(", ", KernelCatalog.All.Select(kernel => kernel.Name)) };
    static readonly Option<bool> Gpu = new("--gpu") { Description = "ignored" };
    static readonly Option<int> Device = new("--device") { Description = "ignored" };

    public static Command Create()
    {
        var command = new Command("mine", "Search one hash, with the arguments of kale-miner.")
        {
            Block, Hash, Nonce, Difficulty, Address, Threads, Batch, Verbose, Isa, Gpu, Device,
        };
        Difficulty.Validators.Add(result => Check(result.GetValueOrDefault<int>() is >= 0 and <= MostZeros, result, $"difficulty: expected 0 to {MostZeros}"));
        Threads.Validators.Add(result => Check(result.GetValueOrDefault<int>() is >= 1 and <= MostThreads, result, $"--max-threads: expected 1 to {MostThreads}"));
        Batch.Validators.Add(result => Check(result.GetValueOrDefault<ulong>() > 0, result, "--batch-size: expected at least 1"));
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    static async Task<int> RunAsync(ParseResult parsed)
    {
        if (parsed.GetValue(Gpu) || parsed.GetResult(Device) is not null)
            await Console.Error.WriteLineAsync("kale-pooler mine: --gpu and --device are ignored, the search runs on the CPU");
        using var signals = new StopSignals();
        try
        {
            var request = new MineRequest(
                MineRequest.TemplateOf(parsed.GetValue(Block), parsed.GetRequiredValue(Hash), parsed.GetRequiredValue(Address)),
                parsed.GetValue(Nonce), parsed.GetValue(Difficulty), parsed.GetValue(Threads), parsed.GetValue(Batch), parsed.GetValue(Verbose));
            using var power = await HashingPower.ChooseAsync(parsed.GetValue(Isa), new(), TimeProvider.System, Warn, signals.Token);
            if (await new Miner(power, TimeProvider.System, Console.Out).RunAsync(request, signals.Token) is { } found)
            {
                await Console.Out.WriteLineAsync(Miner.Json(found));
                return ExitCode.Success;
            }
            if (signals.Token.IsCancellationRequested) return ExitCode.Interrupted;
            await Console.Error.WriteLineAsync("kale-pooler mine: no nonce is left");
        }
        catch (Exception e) when (e is FormatException or KernelException)
        {
            await Console.Error.WriteLineAsync($"kale-pooler mine: {e.Message}");
        }
        return ExitCode.Failure;
    }

    static void Warn(string trouble) => Console.Error.WriteLine($"kale-pooler mine: {trouble}");

    static void Check(bool isRight, System.CommandLine.Parsing.SymbolResult result, string message)
    {
        if (!isRight) result.AddError(message);
    }
}
