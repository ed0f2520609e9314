using KalePool.Hashing;

namespace KalePool.Pooler.Submission;

/// <summary>A work to submit.</summary>
/// <param name="Wallet">G… of the farmer it is for.</param>
/// <param name="Boundary">Of the block, by the chain's clock.</param>
sealed record WorkOrder(uint Block, string Wallet, Found Best, DateTimeOffset Boundary);
