using System.CommandLine;
using KalePool.Fuzz;
using KalePool.Fuzz.Engine;

// kalepool-fuzz TARGET…: feeds what reads strangers' bytes until the time is over. Exit status: 0 nothing found, 1 a finding, whose input is written and named, 2 wrong arguments.
BranchMap.Prepare();
var targets = new Argument<string[]>("targets") { Description = $"Of {string.Join(", ", FuzzTargets.Names)}; all of them when none is named", Arity = ArgumentArity.ZeroOrMore };
targets.AcceptOnlyFromAmong([.. FuzzTargets.Names]);
var minutes = new Option<double>("--minutes") { Description = "How long each target is fed", DefaultValueFactory = _ => 1 };
var seed = new Option<int>("--seed") { Description = "Of everything that is drawn", DefaultValueFactory = _ => 1 };
var isPlain = new Option<bool>("--plain") { Description = "Without coverage: inputs are made of the seeds alone" };
var folder = new Option<string>("--out") { Description = "Where inputs are kept that went new ways, and findings", DefaultValueFactory = _ => Path.Combine("artifacts", "fuzz") };
var command = new RootCommand("Feeds what reads strangers' bytes.") { targets, minutes, seed, isPlain, folder };
command.SetAction(async (parsed, cancellation) =>
{
    var (names, place) = (parsed.GetValue(targets)!, Path.GetFullPath(parsed.GetValue(folder)!));
    if (!parsed.GetValue(isPlain) && !BranchMap.IsThere) return await Instrumented.RunAsync(Path.Combine(place, "instrumented"), args, cancellation);
    var status = 0;
    foreach (var name in names.Length == 0 ? FuzzTargets.Names : names)
        if (!new Session(FuzzTargets.Make(name), Path.Combine(place, name), parsed.GetValue(seed), TimeProvider.System).Run(TimeSpan.FromMinutes(parsed.GetValue(minutes)))) status = 1;
    return status;
});
return await command.Parse(args).InvokeAsync();
