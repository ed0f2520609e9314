using KalePool.Hashing;

namespace KalePool.Pooler.Submission;

/// <summary>A work whose act has settled as a success.</summary>
/// <param name="TxHash">Hex of the act's transaction; null where the backend submits.</param>
/// <param name="Ledger">The ledger it is said to be in; null when that is not known. A pail that does not show it from then on contradicts whoever said so.</param>
sealed record SentWork(Found Work, string? TxHash, uint? Ledger);
