namespace KalePool.Contracts.Admin;

/// <summary>One block of one pooler. Amounts in stroops.</summary>
/// <param name="Node">The backend's node that looks after it now, as the cluster's view names it.</param>
public sealed record BlockView(
    Guid PoolerId,
    uint BlockIndex,
    string Status,
    DateTimeOffset PlantRequestedAt,
    int TotalFarmers,
    int SuccessfulPlants,
    int SuccessfulWorks,
    int SuccessfulHarvests,
    long TotalStaked,
    long TotalRewards,
    IReadOnlyList<BlockFarmerView> Farmers,
    string? Node = null,
    IReadOnlyList<TimelineEntry>? Timeline = null);

/// <summary>Something that happened in a block.</summary>
/// <param name="Event">Kind and version, as the journal names it.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Event, long SequenceNumber);

public sealed record BlockFarmerView(
    Guid FarmerId,
    string CustodialWallet,
    string Plant,
    string Work,
    string Harvest,
    long StakeAmount,
    uint? Zeros = null,
    uint? Gap = null,
    long? RewardAmount = null,
    string? Error = null,
    string? AttributedTo = null);

/// <summary>Where one step of one farmer stands.</summary>
public static class StepStatus
{
    public const string None = "none";
    public const string Pending = "pending";
    public const string Success = "success";
    public const string Failed = "failed";
}

/// <summary>One block of one pooler, its farmers counted. Amounts in stroops.</summary>
/// <param name="Status">active, completed, or failed: nothing was planted.</param>
public sealed record BlockRow(
    Guid PoolerId,
    uint BlockIndex,
    string Status,
    DateTimeOffset PlantRequestedAt,
    int TotalFarmers,
    int SuccessfulPlants,
    int SuccessfulWorks,
    int SuccessfulHarvests,
    long TotalStaked,
    long TotalRewards,
    DateTimeOffset? PlantCompletedAt = null,
    DateTimeOffset? WorkCompletedAt = null,
    DateTimeOffset? HarvestCompletedAt = null);

/// <param name="Blocks">Newest first.</param>
/// <param name="AsOf">Everything that happened before is in it.</param>
/// <param name="NextCursor">Where the next page begins; null on the last one.</param>
public sealed record BlockList(IReadOnlyList<BlockRow> Blocks, DateTimeOffset AsOf, string? NextCursor = null);
