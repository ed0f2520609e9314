namespace KalePool.Contracts.Poolers;

public sealed record HarvestRequest(Guid PoolerId, IReadOnlyList<HarvestBlock> HarvestBlocks);

/// <param name="FarmerIds">An empty list asks for every worked farmer of the block.</param>
public sealed record HarvestBlock(uint BlockIndex, IReadOnlyList<Guid> FarmerIds);

/// <param name="TotalRewards">Stroops of KALE, stakes not included.</param>
public sealed record HarvestResponse(
    bool Success,
    IReadOnlyList<HarvestResult> HarvestResults,
    IReadOnlyList<FailedHarvest> FailedHarvests,
    IReadOnlyList<PendingHarvest> PendingHarvests,
    long TotalRewards);

/// <param name="RewardAmount">Stroops of KALE minted, the returned stake not included.</param>
public sealed record HarvestResult(uint BlockIndex, Guid FarmerId, long RewardAmount, string HarvestTxHash);

public sealed record FailedHarvest(uint BlockIndex, Guid FarmerId, string Error, string Message, string AttributedTo);

public sealed record PendingHarvest(uint BlockIndex, Guid FarmerId);
