using System.Globalization;
using System.Text;
using KalePool.Hashing;

namespace KalePool.Pooler.Bench;

/// <summary>Makes figures of runs, and text of figures.</summary>
static class BenchReport
{
    const double Mega = 1e6;
    const string Missing = "not measured";
    const string Normal = "normal";

    public static BenchResult Of(
        BenchMachine machine, int runs, IReadOnlyList<Contestant> contestants, IReadOnlyDictionary<string, double[]> results, string? best, IReadOnlyList<ThreadResult> threads)
    {
        var miner = results.TryGetValue(KaleMiner.Name, out var rates) ? Interleaved.Median(rates) : (double?)null;
        KernelResult[] all = [.. contestants.Select(contestant => KernelOf(contestant, results, miner))];
        ThreadLine[] lines = [.. threads.Select(result => LineOf(best ?? "", result))];
        double? scaling = lines is [{ Mhs: { } one, Priority: Normal }, { Mhs: { } two, Threads: 2, Priority: Normal }, ..] ? Round(two / one) : null;
        return new(
            machine.Version, machine.Cpu, machine.Os, machine.Date, runs, CpuClock.IsThere ? "cpu" : "wall", true, SelfTest.Expected.Best.Hash.ToString(),
            all.Single(result => result.Kernel == KaleMiner.Name), [.. all.Where(result => result.Kernel != KaleMiner.Name)], lines, scaling, Share(machine, all, best, lines));
    }

    public static string Text(BenchResult result)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{result.Cpu}, {result.Os}; median of {result.Runs} interleaved runs, each of which found the known work\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{"one core",-14}{"MH/s",8}  {"lowest to highest",-18}{"to kale-miner",14}\n");
        foreach (var kernel in (IEnumerable<KernelResult>)[result.KaleMiner, .. result.Kernels])
            text.Append(Row(kernel.Kernel, kernel.Mhs, kernel.MhsMin, kernel.MhsMax, kernel.Ratio, kernel.NotMeasured));
        text.Append(CultureInfo.InvariantCulture, $"\n{"threads",-14}{"MH/s",8}  {"lowest to highest",-18}{"to one thread",14}  {"used",7}  {"priority"}\n");
        foreach (var line in result.Threads)
        {
            var row = Row(Text($"{line.Threads} × {line.Kernel}"), line.Mhs, line.MhsMin, line.MhsMax, line.Threads > 1 && result.Threads[0].Mhs is { } one ? line.Mhs / one : null, line.NotMeasured);
            text.Append(row.TrimEnd('\n')).Append(line.Used is { } used ? Text($"  {100 * used,5:0.0} %  ") : " at priority ").Append(line.Priority).Append('\n');
        }
        return text.Append('\n').Append(result.Line).Append('\n').ToString();
    }

    static string Row(string name, double? mhs, double? low, double? high, double? ratio, string? missing) => mhs is null
        ? Text($"{name,-14}{Missing}: {missing}\n")
        : Text($"{name,-14}{mhs,8:0.00}  {Text($"{low:0.00} to {high:0.00}"),-18}{(ratio is { } times ? Text($"{times:0.00} ×") : ""),14}\n");

    static KernelResult KernelOf(Contestant contestant, IReadOnlyDictionary<string, double[]> results, double? miner)
    {
        if (contestant.Fault is { } fault) return new(contestant.Name, null, null, null, null, fault);
        var rates = results[contestant.Name];
        double? ratio = contestant.Name != KaleMiner.Name && miner is { } other ? Round(Interleaved.Median(rates) / other) : null;
        return new(contestant.Name, Round(Interleaved.Median(rates) / Mega), Round(rates[0] / Mega), Round(rates[^1] / Mega), ratio, null);
    }

    static ThreadLine LineOf(string kernel, ThreadResult result) => result.Fault is { } fault
        ? new(kernel, result.Threads, NameOf(result.Priority), null, null, null, null, fault)
        : new(kernel, result.Threads, NameOf(result.Priority), Round(Interleaved.Median(result.Rates) / Mega), Round(result.Rates[0] / Mega), Round(result.Rates[^1] / Mega), Round(result.Used ?? 0), null);

    static string NameOf(HashingPriority priority) => priority switch { HashingPriority.Normal => Normal, HashingPriority.Low => "low", _ => "idle" };

    /// <summary>One line for a person to pass on.</summary>
    static string Share(BenchMachine machine, KernelResult[] kernels, string? best, ThreadLine[] threads)
    {
        var kernel = kernels.FirstOrDefault(kernel => kernel.Kernel == best);
        if (kernel?.Mhs is not { } mhs) return Text($"kale-pooler {machine.Version} on {machine.Cpu}: {Missing}");
        var ratio = kernel.Ratio is { } times ? Text($", {times:0.0} × kale-miner") : "";
        var all = threads.LastOrDefault(line => line is { Threads: > 1, Mhs: not null }) is { } many ? Text($"; {many.Mhs:0.0} MH/s with {many.Threads} threads") : "";
        return Text($"kale-pooler {machine.Version} on {machine.Cpu}: {mhs:0.0} MH/s a core with {best}{ratio}{all}");
    }

    static double Round(double value) => Math.Round(value, 3);

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
