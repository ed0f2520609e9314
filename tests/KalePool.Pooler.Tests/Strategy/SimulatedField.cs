namespace KalePool.Pooler.Tests.Strategy;

/// <summary>
/// Other people's farmers, as today's miners work: each searches for a fixed number of zeros, the most that its machine finds in a given time on average,
/// and submits when it has them and its waiting time is over. Every other field is a hasty one, in which that time and the waiting are short. What they do
/// does not depend on the pool.
/// </summary>
sealed class SimulatedField
{
    public const int Count = 100;

    /// <summary>Hashes a second; lognormal, so that one in six has more than 2.7 times it.</summary>
    const double MedianRate = 4e6;

    /// <summary>500 KALE, lognormal too.</summary>
    const double MedianStake = 500_0000000;

    readonly Random _random;
    readonly double _secondsForZeros;
    readonly int _longestWait;
    readonly Farmer[] _farmers;

    public SimulatedField(int seed)
    {
        _random = new Random(seed);
        (_secondsForZeros, _longestWait) = seed % 2 == 0 ? (120, 240) : (20, 60);
        _farmers = [.. Enumerable.Range(0, Count).Select(number => Make(number))];
    }

    /// <summary>What all of them do in one block, in the order of the ledgers.</summary>
    public IReadOnlyList<Deed> NextBlock() => [.. _farmers.SelectMany(OneBlock).OrderBy(deed => deed.Ledger)];

    /// <param name="Stake">Of a plant; null for a work.</param>
    /// <param name="Ledger">From the block's opening.</param>
    public sealed record Deed(int Farmer, uint Ledger, long? Stake, uint Zeros);

    Farmer Make(int number)
    {
        var rate = MedianRate * Math.Exp(Normal());
        return new(number, rate, (int)Math.Log(rate * _secondsForZeros, 16), (long)(MedianStake * Math.Exp(Normal())), _random.Next(2) * _longestWait);
    }

    IEnumerable<Deed> OneBlock(Farmer farmer)
    {
        var planted = (uint)_random.Next(1, 5);
        yield return new(farmer.Number, planted, farmer.Stake, 0);
        var luck = new HashLuck(_random);
        var needed = luck.HashesFor(farmer.Zeros);
        var seconds = Math.Max(planted * SimulatedBlock.LedgerSeconds + needed / farmer.Rate, farmer.WaitSeconds);
        var worked = (uint)(seconds / SimulatedBlock.LedgerSeconds) + 1;
        if (worked < SimulatedBlock.Ledgers) yield return new(farmer.Number, Math.Max(worked, planted + 1), null, (uint)luck.ZerosAfter(needed));
    }

    double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    sealed record Farmer(int Number, double Rate, int Zeros, long Stake, int WaitSeconds);
}
