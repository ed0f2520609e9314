using KalePool.Demo.Harness;
using KalePool.Devnet.Tests.Walk;
using KalePool.Devnet.Tests.Walk.Kinds;
using Xunit.Abstractions;

namespace KalePool.Devnet.Tests.Truth;

/// <summary>The same walk on devnet and on the real host's network. KALEPOOL_WALK_SEED walks another one too, KALEPOOL_WALK_ACTS says how far.</summary>
public class DifferentialSpec(ITestOutputHelper output)
{
    const int Acts = 2_000;
    const int PerLedger = 25;
    const int Actors = 40;

    [SkippableTheory]
    [MemberData(nameof(WalkSeeds.All), MemberType = typeof(WalkSeeds))]
    public async Task Truthnet_and_devnet_say_the_same_to_two_thousand_acts(int seed)
    {
        Skip.If(ChainProcess.NoTruthnet is not null, ChainProcess.NoTruthnet);
        await using var chains = await TwoChains.StartAsync(seed, Actors);
        var walk = new DifferentialWalk(chains, new Walker(chains.World, seed));

        await walk.RunAsync(int.TryParse(Environment.GetEnvironmentVariable("KALEPOOL_WALK_ACTS"), out var acts) ? acts : Acts, PerLedger);

        output.WriteLine(
            $"seed {seed}: {walk.Acts} acts of {walk.Kinds.Count} kinds, {walk.Kinds.Values.Sum(kind => kind.Applied)} transactions applied of which {walk.Kinds.Values.Sum(kind => kind.Succeeded)} succeeded, "
            + $"{walk.Differences.Comparisons} comparisons, {walk.Differences.Count} differences");
        foreach (var (kind, count) in walk.Kinds.OrderByDescending(pair => pair.Value.Sent)) output.WriteLine($"  {count.Sent,5} sent {count.Applied,5} applied {count.Succeeded,5} succeeded: {kind}");
        Assert.True(walk.Differences.Count == 0, $"seed {seed}: {walk.Differences.Count} differences\n{walk.Differences}");
        Assert.Empty(WalkKinds.All.Select(kind => kind.Name).Except(walk.Kinds.Keys));
    }
}
