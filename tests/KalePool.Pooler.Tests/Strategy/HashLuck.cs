namespace KalePool.Pooler.Tests.Strategy;

/// <summary>
/// What one farmer's hashes of one block will show, without hashing: the number of hashes before the first one with exactly k zeros is exponential with
/// mean 16^k · 16/15, independently for each k. Two strategies with the same luck differ by what they do alone.
/// </summary>
sealed class HashLuck
{
    /// <summary>16^16 hashes are out of anybody's reach.</summary>
    const int Levels = 16;

    readonly double[] _first = new double[Levels];

    public HashLuck(Random random)
    {
        for (var zeros = 0; zeros < Levels; zeros++) _first[zeros] = -Math.Log(1 - random.NextDouble()) * Math.Pow(16, zeros) * 16 / 15;
    }

    /// <summary>The most zeros among so many hashes; −1 where there is none.</summary>
    public int ZerosAfter(double hashes)
    {
        for (var zeros = Levels - 1; zeros >= 0; zeros--)
            if (_first[zeros] <= hashes) return zeros;
        return -1;
    }

    /// <summary>Hashes until there are at least so many zeros.</summary>
    public double HashesFor(int zeros) => _first.Skip(zeros).Min();
}
