using System.Globalization;
using KalePool.Benchmarks;
using KalePool.Hashing;

// Usage: KalePool.Benchmarks [RUNS [FOLDER]]. KALE_MINER names the executable to compare with. With a folder, the table is written there under the CPU's name.
var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 9;
var cpu = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown CPU";
var best = KernelChoice.Choose(null, TimeProvider.System);
Contestant[] contestants =
[
    KaleMiner.Create(),
    .. KernelCatalog.All.Select(KernelRuns.Search),
    KernelRuns.Bare<ScalarPass>(), KernelRuns.Bare<NeonPass>(), KernelRuns.Bare<Avx2Pass>(),
    KernelRuns.Bare<Avx512VlPass>(), KernelRuns.Bare<Avx512Pass>(), KernelRuns.Bare<Avx512MixedPass>(),
    ThreadRuns.Search(best, 1), ThreadRuns.Search(best, 2),
];
var table = Report.Write(cpu, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), runs, contestants, Interleaved.Run(contestants, runs));
Console.Write(table);
if (args.Length > 1)
{
    var name = string.Join('-', cpu.Split([' ', '/', '(', ')'], StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
    File.WriteAllText(Path.Combine(args[1], $"{name}.md"), table);
}
