using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using KalePool.Pooler.Bench;

namespace KalePool.Benchmarks;

/// <summary>The results as a table; what was not measured says so.</summary>
static class Report
{
    public static string Write(
        BenchMachine machine, int runs, IReadOnlyList<Contestant> contestants, IReadOnlyDictionary<string, double[]> results, string best, IReadOnlyList<ThreadResult> threads)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {machine.Cpu}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{machine.Date}, KalePool {machine.Version}, {RuntimeInformation.FrameworkDescription} (JIT), {machine.Os}. Median of {runs} interleaved runs, lowest and highest.\n");
        text.Append("One core in CPU time, each run finding a known work; threads by the wall clock, only runs in which nobody else took their processors.\n\n");
        text.Append("| | MH/s | lowest to highest | to scalar | to kale-miner | cost of the search loop |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var contestant in contestants)
        {
            var name = contestant.Name;
            if (contestant.Fault is { } fault) text.Append(CultureInfo.InvariantCulture, $"| {name} | not measured | {fault} | | | |\n");
            else text.Append(CultureInfo.InvariantCulture, $"| {name} | {Rates(results[name])} | {Ratio(results, name, "scalar")} | {Ratio(results, name, KaleMiner.Name)} | {Cost(results, name)} |\n");
        }

        foreach (var result in threads)
            text.Append(CultureInfo.InvariantCulture, $"| {result.Threads} × {best} | {(result.Fault is { } fault ? $"not measured | {fault}" : Rates(result.Rates))} | | | |\n");
        if (threads is [{ Fault: null } one, { Fault: null } two])
            text.Append(CultureInfo.InvariantCulture, $"\nTwo threads make {Interleaved.Median(two.Rates) / Interleaved.Median(one.Rates):0.00} times what one makes.\n");
        return text.ToString();
    }

    static string Rates(double[] sorted) => string.Create(CultureInfo.InvariantCulture, $"{Interleaved.Median(sorted) / 1e6:0.00} | {sorted[0] / 1e6:0.00} to {sorted[^1] / 1e6:0.00}");

    static string Ratio(IReadOnlyDictionary<string, double[]> results, string name, string to) =>
        results.TryGetValue(to, out var other) ? (Interleaved.Median(results[name]) / Interleaved.Median(other)).ToString("0.00", CultureInfo.InvariantCulture) : "not measured";

    /// <summary>Of the fastest run of each: what disturbs a run makes it slower, and two medians of disturbed ones say nothing of a percent.</summary>
    static string Cost(IReadOnlyDictionary<string, double[]> results, string name) => results.TryGetValue(BareRuns.NameOf(name), out var bare)
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * (1 - (results[name][^1] / bare[^1])):0.0} %")
        : "";
}
