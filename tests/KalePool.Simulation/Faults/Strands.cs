namespace KalePool.Simulation.Faults;

/// <summary>What only a part of the seeds has. It follows from the seed's number and draws nothing of its chance, so that every other seed stays what it is.</summary>
/// <param name="HasLongPause">The farm is paused, when all is calm and a block has just been planted, for longer than its pails live unless somebody keeps them alive.</param>
sealed record Strands(bool HasLongPause)
{
    /// <summary>Ledgers that a pail lives by itself where the farm is paused for long; elsewhere it is the test network's.</summary>
    public const uint ShortLife = 60;

    /// <summary>Of such a pause.</summary>
    public const uint PausedLedgers = 90;

    public static Strands Of(int seed) => new(seed % 8 == 3);
}
