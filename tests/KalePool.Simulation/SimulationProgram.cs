using System.CommandLine;
using System.Diagnostics;
using KalePool.Simulation.Faults;
using KalePool.Simulation.Kernel;
using KalePool.Simulation.Run;

namespace KalePool.Simulation;

/// <summary>The command line. Exit status: 0 all seeds hold, 1 one does not, 2 wrong usage.</summary>
static class SimulationProgram
{
    static async Task<int> Main(string[] args)
    {
        var first = new Option<int>("--first-seed") { Description = "The first seed", DefaultValueFactory = _ => 1 };
        var seeds = new Option<int>("--seeds") { Description = "How many", DefaultValueFactory = _ => 100 };
        var calm = new Option<bool>("--calm") { Description = "Nothing goes wrong" };
        var twice = new Option<bool>("--twice") { Description = "Each seed twice: it must come out the same" };
        var sabotage = new Option<Sabotage>("--sabotage") { Description = "The product broken on purpose: what the simulation must find" };
        var stop = new Option<bool>("--stop") { Description = "End with the first seed that does not hold" };
        var verbose = new Option<bool>("--verbose") { Description = "Every line of what happens" };
        var command = new RootCommand("Runs KalePool's backend, pooler and a chain on one virtual clock, one seed after another, and looks whether every stroop is accounted for.")
        {
            first, seeds, calm, twice, sabotage, stop, verbose,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(first), parsed.GetValue(seeds), parsed.GetValue(calm) ? FaultRates.None : null, parsed.GetValue(twice), parsed.GetValue(sabotage), parsed.GetValue(stop), parsed.GetValue(verbose)));
        var parsed = command.Parse(args);
        var status = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? 2 : status;
    }

    static async Task<int> RunAsync(int first, int seeds, FaultRates? rates, bool twice, Sabotage sabotage, bool stop, bool verbose)
    {
        PoolThread.RequireOne();
        var started = Stopwatch.GetTimestamp();
        var results = new List<SeedResult>();
        for (var seed = first; seed < first + seeds; seed++)
        {
            var result = await SeedRun.RunAsync(seed, sabotage, rates, verbose ? Console.WriteLine : null);
            results.Add(result);
            if (verbose || !result.Holds) Console.WriteLine(result);
            foreach (var finding in result.Findings) Console.WriteLine($"  {finding}");
            if (stop && !result.Holds) break;
            if (!twice) continue;
            var again = await SeedRun.RunAsync(seed, sabotage, rates);
            if (again.LogHash == result.LogHash) continue;
            Console.WriteLine($"seed {seed}: came out differently: {result.LogHash[..12]} and {again.LogHash[..12]}");
            return 1;
        }
        var failed = results.Where(r => !r.Holds).Select(r => r.Seed).ToList();
        Console.WriteLine(
            $"seeds={first}-{results[^1].Seed} failed={failed.Count}{(failed.Count > 0 ? $" ({string.Join(' ', failed)})" : "")} planted={results.Sum(r => r.Planted)} worked={results.Sum(r => r.Worked)} harvested={results.Sum(r => r.Harvested)} excused={results.Sum(r => r.Excused)} crashes={results.Sum(r => r.Crashes)}+{results.Sum(r => r.PoolerCrashes)} events={results.Sum(r => r.Events)} took={Stopwatch.GetElapsedTime(started).TotalSeconds:0.0}s");
        return failed.Count > 0 ? 1 : 0;
    }
}
