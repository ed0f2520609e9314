using KalePool.Contracts.Poolers;

namespace KalePool.Pooler.Pool;

/// <summary>The backend as a pooler sees it. Every request may be repeated: the backend answers with the present state.</summary>
/// <remarks>Every method throws <see cref="PoolApiException"/>, and OperationCanceledException only when its token is cancelled.</remarks>
interface IPoolApi
{
    /// <param name="wait">How long the backend may wait for plants before it lists the rest as pending.</param>
    /// <param name="onPlanted">Called for each planted farmer as soon as the backend tells of him, before the answer is complete; for some more than once.</param>
    Task<PlantResponse> PlantAsync(uint blockIndex, TimeSpan wait, Action<PlantedFarmer> onPlanted, CancellationToken cancellation);

    Task<WorkCompleteResponse> WorkCompleteAsync(uint blockIndex, IReadOnlyList<WorkResult> results, CancellationToken cancellation);

    /// <summary>Only with WORK_SUBMISSION=backend.</summary>
    Task<WorkSubmitResponse> WorkSubmitAsync(uint blockIndex, IReadOnlyList<SubmittedWork> work, CancellationToken cancellation);

    Task<HarvestResponse> HarvestAsync(IReadOnlyList<HarvestBlock> blocks, TimeSpan wait, CancellationToken cancellation);

    /// <summary>Tried once: the next one is due soon anyway.</summary>
    Task<HeartbeatResponse> HeartbeatAsync(HeartbeatRequest heartbeat, CancellationToken cancellation);
}
