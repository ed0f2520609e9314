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
    string? Node = null);

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

public sealed record BlockList(IReadOnlyList<BlockView> Blocks);
