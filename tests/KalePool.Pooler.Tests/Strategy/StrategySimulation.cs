namespace KalePool.Pooler.Tests.Strategy;

/// <summary>A pool beside a field of others over many blocks; the ranges of each come from the one before.</summary>
static class StrategySimulation
{
    /// <summary>Blocks until the ranges are those of this pool in this field.</summary>
    const int WarmUp = 4;

    /// <summary>As the field's median.</summary>
    const long Stake = 500_0000000;

    /// <summary>Farmers of the field have numbers from here.</summary>
    const int FirstOther = 1_000;

    /// <param name="Kale">KALE of reward, a farmer and block, on average.</param>
    /// <param name="Idle">Part of the time in which nothing was hashed because nothing could be gained.</param>
    public readonly record struct Outcome(double Kale, double Idle);

    /// <param name="rate">The pool's hashes a second.</param>
    /// <param name="seed">The field and all luck: the same for every strategy.</param>
    public static Outcome Run(PoolStrategy strategy, int farmers, double rate, int blocks, int seed)
    {
        var (farm, field, random) = (new SimulatedFarm(), new SimulatedField(seed), new Random(~seed));
        double stroops = 0, idle = 0;
        for (var number = -WarmUp; number < blocks; number++)
        {
            var block = new SimulatedBlock(farm, strategy, rate, farmers, Stake, new Random(random.Next()));
            var others = new Queue<SimulatedField.Deed>(field.NextBlock());
            for (uint ledger = 0; ledger < SimulatedBlock.Ledgers; ledger++)
            {
                while (others.TryPeek(out var deed) && deed.Ledger == ledger) Do(farm, others.Dequeue());
                block.Step(ledger);
            }
            var rewards = farm.Roll();
            if (number < 0) continue;
            stroops += Enumerable.Range(0, farmers).Sum(farmer => (double)rewards.GetValueOrDefault(farmer));
            idle += block.Idle;
        }
        return new(stroops / 1e7 / farmers / blocks, idle / blocks);
    }

    static void Do(SimulatedFarm farm, SimulatedField.Deed deed)
    {
        if (deed.Stake is { } stake) farm.Plant(FirstOther + deed.Farmer, deed.Ledger, stake);
        else farm.Work(FirstOther + deed.Farmer, deed.Ledger, deed.Zeros);
    }
}
