using System.Globalization;
using KalePool.Benchmarks;
using KalePool.Hashing;
using KalePool.Pooler.Bench;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Workers;

// Usage: KalePool.Benchmarks [RUNS [FOLDER]]. KALE_MINER names the executable to compare with. With a folder, the table is written there in one of the CPU's name.
var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 9;
var time = TimeProvider.System;
Contestant[] contestants =
[
    KaleMiner.Create(Environment.GetEnvironmentVariable("KALE_MINER")),
    .. KernelCatalog.All.Select(kernel => KernelRuns.Here(kernel, time)),
    BareRuns.Of<ScalarPass>(), BareRuns.Of<NeonPass>(), BareRuns.Of<Avx2Pass>(), BareRuns.Of<Avx512VlPass>(), BareRuns.Of<Avx512Pass>(), BareRuns.Of<Avx512MixedPass>(),
];
var results = await Interleaved.RunAsync(contestants, runs, CancellationToken.None);
var best = KernelCatalog.All.Where(kernel => results.ContainsKey(kernel.Name)).MaxBy(kernel => Interleaved.Median(results[kernel.Name]))!.Name;
var meter = new CpuMeter();
using var power = await HashingPower.ChooseAsync(best, meter, time, _ => { }, CancellationToken.None);
ThreadResult[] threads =
[
    await ThreadRuns.RunAsync(power, meter, 1, HashingPriority.Normal, runs, Interleaved.Median(results[best]), time, CancellationToken.None),
    await ThreadRuns.RunAsync(power, meter, 2, HashingPriority.Normal, runs, Interleaved.Median(results[best]), time, CancellationToken.None),
];
var machine = BenchMachine.Of(time);
var table = Report.Write(machine, runs, contestants, results, best, threads);
Console.Write(table);
if (args.Length > 1)
{
    var name = string.Join('-', machine.Cpu.Split([' ', '/', '(', ')'], StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
    var folder = Directory.CreateDirectory(Path.Combine(args[1], name)).FullName;
    File.WriteAllText(Path.Combine(folder, "kernels.md"), table);
}
