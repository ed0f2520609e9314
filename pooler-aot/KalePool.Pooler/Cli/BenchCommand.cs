using System.CommandLine;
using System.Text.Json;
using KalePool.Hashing;
using KalePool.Pooler.Bench;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Cli;

/// <summary><c>bench</c>: how fast this machine hashes, with which kernel and how many threads, and how that compares.</summary>
static class BenchCommand
{
    const int MostRuns = 1000;

    static readonly Option<bool> Json = new("--json") { Description = "one JSON object on standard output" };
    static readonly Option<int> Runs = new("--runs") { DefaultValueFactory = _ => 9, Description = "runs of each, in turns; the median counts" };
    static readonly Option<int?> Threads = new("--threads") { Description = "the most threads to try; one a physical core when left out" };
    static readonly Option<string?> Isa = new("--isa") { Description = "only this kernel: " + string.Join(", ", KernelCatalog.All.Select(kernel => kernel.Name)) };

    public static Command Create()
    {
        var command = new Command("bench", "Measure the kernels on this machine; beside a built kale-miner where the environment's KALE_MINER names its executable.") { Json, Runs, Threads, Isa };
        Runs.Validators.Add(result => Within(result, result.GetValueOrDefault<int>(), MostRuns, "--runs"));
        Threads.Validators.Add(result => Within(result, result.GetValueOrDefault<int?>() ?? 1, 1024, "--threads"));
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    static async Task<int> RunAsync(ParseResult parsed)
    {
        using var signals = new StopSignals();
        var isa = parsed.GetValue(Isa);
        try
        {
            if (isa is not null && KernelCatalog.Find(isa) is null)
                throw new KernelException($"there is no kernel {isa}; there are {string.Join(", ", KernelCatalog.All.Select(kernel => kernel.Name))}");
            using var benchmark = new Benchmark(TimeProvider.System, text => Console.Error.WriteLine($"kale-pooler bench: {text}"));
            var threads = parsed.GetValue(Threads) ?? HashingPlan.Of(MachineCpus.Read(), HashingPriority.Normal, null, null, null).Seats.Count;
            var result = await benchmark.RunAsync(parsed.GetValue(Runs), isa, threads, Environment.GetEnvironmentVariable("KALE_MINER"), signals.Token);
            await Console.Out.WriteLineAsync(parsed.GetValue(Json) ? JsonSerializer.Serialize(result, BenchJson.Default.BenchResult) : BenchReport.Text(result));
            return ExitCode.Success;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is BenchException or KernelException or WorkerException)
        {
            await Console.Error.WriteLineAsync($"kale-pooler bench: {e.Message}");
            return ExitCode.Failure;
        }
    }

    static void Within(System.CommandLine.Parsing.SymbolResult result, int value, int most, string name)
    {
        if (value < 1 || value > most) result.AddError($"{name}: expected 1 to {most}");
    }
}
