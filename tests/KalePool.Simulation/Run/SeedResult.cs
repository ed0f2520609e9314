using System.Globalization;
using KalePool.Simulation.Checks;

namespace KalePool.Simulation.Run;

/// <summary>What came of a seed.</summary>
/// <param name="LogHash">Of every line of what happened: the same again for the same seed.</param>
sealed record SeedResult(
    int Seed, IReadOnlyList<Finding> Findings, string LogHash, int Farmers, int Planted, int Worked, int Harvested, int Crashes, int PoolerCrashes, long Events, long Steps, TimeSpan Simulated)
{
    public bool Holds => Findings.Count == 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed}: {(Holds ? "holds" : "FAILS")} farmers={Farmers} planted={Planted} worked={Worked} harvested={Harvested} crashes={Crashes} pooler_crashes={PoolerCrashes} events={Events} steps={Steps} simulated={Simulated.TotalSeconds:0}s log={LogHash[..12]}");
}
