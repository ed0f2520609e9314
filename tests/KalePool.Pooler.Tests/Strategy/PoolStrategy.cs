using KalePool.Pooler.Work;

namespace KalePool.Pooler.Tests.Strategy;

/// <summary>How a pool hashes and submits. What is not stated otherwise is what kale-pooler does.</summary>
/// <param name="IsEqual">Farmers get equal parts of the hashes, whatever was found.</param>
/// <param name="NonceCap">Hashes a farmer; null: no cap.</param>
/// <param name="IsResting">Does not hash beyond the block's most zeros.</param>
/// <param name="IsAfterPlants">Hashing begins when the plants are confirmed, not when the block is seen.</param>
/// <param name="IsLate">Submits at 4.7 minutes, not when the most gap is reached.</param>
sealed record PoolStrategy(string Name, bool IsEqual = false, ulong? NonceCap = null, bool IsResting = false, bool IsAfterPlants = false, bool IsLate = false)
{
    public static readonly PoolStrategy Default = new("default");
    public static readonly PoolStrategy Equal = new("equal split", IsEqual: true);

    /// <summary>kale-miner's batch for each farmer, submitted after 4.7 minutes.</summary>
    public static readonly PoolStrategy Plan = new("fixed count and delay", NonceCap: 10_000_000, IsAfterPlants: true, IsLate: true);

    public static readonly PoolStrategy Rest = new("rest at max_zeros", IsResting: true);
    public static readonly PoolStrategy Late = new("4.7 minutes always", IsLate: true);

    public static readonly IReadOnlyList<PoolStrategy> Others = [Equal, Plan, Rest, Late];

    public uint EnoughZeros(uint maxZeros) => IsResting ? maxZeros : Hashing.Digest.HexDigits;

    public HashOrder Order(uint maxZeros, double piece) => new((int)EnoughZeros(maxZeros), NonceCap, (ulong)piece);
}
