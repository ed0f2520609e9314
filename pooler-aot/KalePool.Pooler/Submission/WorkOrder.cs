using KalePool.Hashing;

namespace KalePool.Pooler.Submission;

/// <summary>A work to submit.</summary>
/// <param name="Wallet">G… of the farmer it is for.</param>
/// <param name="Boundary">Of the block, by the chain's clock.</param>
/// <param name="FarmerId">By which the backend knows the farmer; empty where an earlier run sent the work.</param>
sealed record WorkOrder(uint Block, string Wallet, Found Best, DateTimeOffset Boundary, Guid FarmerId = default);
