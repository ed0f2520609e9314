namespace KalePool.Contracts.Poolers;

/// <summary>Asks the backend to plant for the pooler's active farmers. <paramref name="BlockIndex"/> is FarmIndex, or FarmIndex + 1 once the boundary has passed.</summary>
public sealed record PlantRequest(uint BlockIndex, Guid PoolerId, int MaxFarmersCapacity, DateTimeOffset Timestamp);

/// <summary>Where each farmer of the request stands. A repeat of the request returns the present state, never a second plant.</summary>
public sealed record PlantResponse(
    bool Success,
    IReadOnlyList<PlantedFarmer> PlantedFarmers,
    IReadOnlyList<FailedPlant> FailedPlants,
    IReadOnlyList<PendingPlant> PendingPlants,
    PlantSummary Summary);

/// <param name="StakeAmount">Stroops of KALE burnt by the plant.</param>
/// <param name="PlantTxHash">Hex of the transaction hash, 64 characters.</param>
public sealed record PlantedFarmer(Guid FarmerId, string CustodialWallet, long StakeAmount, string PlantTxHash);

public sealed record FailedPlant(Guid FarmerId, string Error, string Message, string AttributedTo);

public sealed record PendingPlant(Guid FarmerId);

/// <summary>TotalRequested = SuccessfulPlants + FailedPlants + PendingPlants. TotalStaked in stroops.</summary>
public sealed record PlantSummary(int TotalRequested, int SuccessfulPlants, int FailedPlants, int PendingPlants, long TotalStaked);

/// <summary>One line of the answer as <see cref="ContentType"/>: exactly one field is there. Each farmer comes once, as soon as he is decided; who is not decided in time is pending; the summary is last.</summary>
public sealed record PlantLine(PlantedFarmer? Planted = null, FailedPlant? Failed = null, PendingPlant? Pending = null, PlantSummary? Summary = null)
{
    public const string ContentType = "application/x-ndjson";
}
