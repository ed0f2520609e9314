using System.Globalization;
using KalePool.Simulation.Checks;

namespace KalePool.Simulation.Run;

/// <summary>What came of a seed.</summary>
/// <param name="Excused">Pails that nobody worked where something had gone wrong when they were to be rescued.</param>
/// <param name="LogHash">Of every line of what happened: the same again for the same seed.</param>
sealed record SeedResult(
    int Seed, IReadOnlyList<Finding> Findings, string LogHash, int Farmers, int Planted, int Worked, int Harvested, int Excused, int Crashes, int PoolerCrashes, long Events, long Steps, TimeSpan Simulated)
{
    public bool Holds => Findings.Count == 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed}: {(Holds ? "holds" : "FAILS")} farmers={Farmers} planted={Planted} worked={Worked} harvested={Harvested} excused={Excused} crashes={Crashes} pooler_crashes={PoolerCrashes} events={Events} steps={Steps} simulated={Simulated.TotalSeconds:0}s log={LogHash[..12]}");
}
