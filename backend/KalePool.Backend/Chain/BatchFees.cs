namespace KalePool.Backend.Chain;

/// <summary>What the transactions of shared accounts may cost at most, in stroops of XLM. What is not used of a resource fee is paid back by the network.</summary>
static class BatchFees
{
    /// <summary>A harvest in a batch was measured to cost 10 740, a work 5 780; of that the network asks twice as much beforehand.</summary>
    const long ResourcesOfCall = 30_000;

    /// <summary>A channel with less is topped up.</summary>
    public const long LowXlm = 30_000_000;

    /// <summary>Up to as much: above a hundred batches.</summary>
    public const long FullXlm = 100_000_000;

    /// <summary>With room for one extension of the farm's instance and one of the router's.</summary>
    public static long Resources(int calls) => 2 * FeePolicy.Extension + ResourcesOfCall * calls;

    /// <summary>What must be there when it is sent.</summary>
    public static long MostOf(int calls) => Resources(calls) + FeePolicy.Inclusion;
}
