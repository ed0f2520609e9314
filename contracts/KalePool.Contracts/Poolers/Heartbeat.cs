namespace KalePool.Contracts.Poolers;

/// <param name="HashRate">Hashes a second.</param>
/// <param name="CpuPercent">0 to 100, of all processors.</param>
/// <param name="State"><see cref="PoolerState"/>.</param>
public sealed record HeartbeatRequest(
    Guid PoolerId,
    string Version,
    int MaxFarmersCapacity,
    uint BlockIndex,
    double HashRate,
    double CpuPercent,
    int MemoryMb,
    string State,
    string? StatusUrl = null);

public static class PoolerState
{
    public const string Idle = "idle";
    public const string Planting = "planting";
    public const string Hashing = "hashing";
    public const string Submitting = "submitting";
    public const string Harvesting = "harvesting";
}

/// <summary>What a restarted pooler needs to go on where it was.</summary>
/// <param name="BlockIndex">The newest block the backend knows of for this pooler.</param>
/// <param name="PlantedFarmers">The planted farmers of <paramref name="BlockIndex"/>.</param>
/// <param name="HarvestableBlocks">Blocks with a worked pail that is not harvested yet.</param>
public sealed record HeartbeatResponse(
    bool Active,
    DateTimeOffset ServerTime,
    uint BlockIndex,
    IReadOnlyList<PlantedFarmer> PlantedFarmers,
    IReadOnlyList<uint> HarvestableBlocks,
    IReadOnlyList<string> Messages);
