using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace KalePool.Benchmarks;

/// <summary>The results as a table; what was not measured says so.</summary>
static class Report
{
    public static string Write(string cpu, DateOnly date, int runs, IReadOnlyList<Contestant> contestants, IReadOnlyDictionary<string, double[]> results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {cpu}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd}, {RuntimeInformation.FrameworkDescription} (JIT), {RuntimeInformation.OSDescription}. Median of {runs} interleaved runs, lowest and highest.\n");
        text.Append("One core in thread CPU time, threads by the wall clock; each kernel proved right first.\n\n");
        text.Append("| | MH/s | lowest to highest | to scalar | to kale-miner |\n| --- | --- | --- | --- | --- |\n");
        foreach (var contestant in contestants)
        {
            if (contestant.Fault is { } fault)
                text.Append(CultureInfo.InvariantCulture, $"| {contestant.Name} | not measured | {fault} | | |\n");
            else
                text.Append(CultureInfo.InvariantCulture, $"| {contestant.Name} | {Rate(results, contestant.Name)} | {results[contestant.Name][0] / 1e6:0.00} to {results[contestant.Name][^1] / 1e6:0.00} | {Ratio(results, contestant.Name, "scalar")} | {Ratio(results, contestant.Name, KaleMiner.Name)} |\n");
        }

        return text.ToString();
    }

    static string Rate(IReadOnlyDictionary<string, double[]> results, string name) =>
        (Interleaved.Median(results[name]) / 1e6).ToString("0.00", CultureInfo.InvariantCulture);

    static string Ratio(IReadOnlyDictionary<string, double[]> results, string name, string to) =>
        results.TryGetValue(to, out var other) ? (Interleaved.Median(results[name]) / Interleaved.Median(other)).ToString("0.00", CultureInfo.InvariantCulture) : "not measured";
}
