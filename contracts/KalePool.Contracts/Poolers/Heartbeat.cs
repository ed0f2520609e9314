namespace KalePool.Contracts.Poolers;

/// <param name="HashRate">Hashes a second.</param>
/// <param name="CpuPercent">0 to 100, of all processors: what the pooler and its workers took.</param>
/// <param name="State"><see cref="PoolerState"/>.</param>
/// <param name="OthersCpuPercent">0 to 100, of all processors: what others took, for what hashing takes at the lowest priority is in nobody's way. Null where it is not measured.</param>
/// <param name="MemoryPercent">0 to 100, of the machine's memory, its control group's or MEMORY_LIMIT_MB, whichever is fullest. Null where it is not measured.</param>
public sealed record HeartbeatRequest(
    Guid PoolerId,
    string Version,
    int MaxFarmersCapacity,
    uint BlockIndex,
    double HashRate,
    double CpuPercent,
    int MemoryMb,
    string State,
    string? StatusUrl = null,
    double? OthersCpuPercent = null,
    double? MemoryPercent = null);

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
