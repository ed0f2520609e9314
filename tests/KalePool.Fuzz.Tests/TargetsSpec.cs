using KalePool.Fuzz.Engine;
using Xunit.Abstractions;

namespace KalePool.Fuzz.Tests;

/// <summary>Every target bears what is made of its seeds, always the same inputs here. For other ones, guided by the ways they go: <c>dotnet run --project tests/KalePool.Fuzz -c Release</c>.</summary>
public sealed class TargetsSpec(ITestOutputHelper output)
{
    const int Seed = 20_261_127;
    const int Inputs = 15_000;
    const int MoreInputs = 1_000_000;

    public static TheoryData<string> Targets => [.. FuzzTargets.Names];

    [Theory, MemberData(nameof(Targets))]
    public void Bears_what_strangers_may_write(string target) => Feed(target, Seed, Inputs);

    [Theory, MemberData(nameof(Targets)), Trait("Category", "Long")]
    public void Bears_much_more_of_it(string target) => Feed(target, Seed + 1, MoreInputs);

    void Feed(string target, int seed, int inputs)
    {
        var made = FuzzTargets.Make(target);
        var run = new FuzzRun(made, seed);
        var finding = run.Go(target, inputs / made.Weight, stop: null, TimeProvider.System);
        Assert.True(finding is null, finding?.ToString());
        output.WriteLine($"{target}: {run.Runs} inputs, seed {seed}");
    }
}
