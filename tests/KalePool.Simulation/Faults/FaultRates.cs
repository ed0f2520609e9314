using KalePool.Simulation.Kernel;

namespace KalePool.Simulation.Faults;

/// <summary>How much goes wrong in a seed: probabilities of each request, write or message.</summary>
/// <param name="Crashes">Of the backend, at most.</param>
/// <param name="PoolerCrashes">At most.</param>
/// <param name="Lost">A request that never arrives, or whose answer never does.</param>
/// <param name="Refused">A server that answers 503 or garbage, before or after it has done what was asked.</param>
/// <param name="Late">An answer that takes seconds.</param>
/// <param name="Dropped">A transaction that is taken and then forgotten, or answered TRY_AGAIN_LATER.</param>
/// <param name="Repeated">A transaction that arrives a second time, later.</param>
/// <param name="FailedWrites">A write of the journal that fails, is rejected, or fails although it is on disk.</param>
/// <param name="SlowWrites">A write that takes longer than usual.</param>
/// <param name="SlowMessages">An actor that does not come to its next message for a while.</param>
/// <param name="Stops">An entity that is stopped with all that waits in its mailbox, each second.</param>
/// <param name="LostCalls">A call of the pool's API that does not arrive, or whose answer does not.</param>
sealed record FaultRates(
    int Crashes = 0, int PoolerCrashes = 0, double Lost = 0, double Refused = 0, double Late = 0, double Dropped = 0, double Repeated = 0, double FailedWrites = 0, double SlowWrites = 0,
    double SlowMessages = 0, double Stops = 0, double LostCalls = 0)
{
    public static readonly FaultRates None = new();

    /// <summary>Each kind is there or not, much or little.</summary>
    public static FaultRates Of(World world)
    {
        return new(
            world.Random.Next(0, 6), world.Random.Next(0, 3), Some(0.02), Some(0.03), Some(0.03), Some(0.1), Some(0.1), Some(0.02), Some(0.2), Some(0.01), Some(0.02), Some(0.05));

        double Some(double most) => world.Chance(0.6) ? most * world.Random.NextDouble() : 0;
    }
}
