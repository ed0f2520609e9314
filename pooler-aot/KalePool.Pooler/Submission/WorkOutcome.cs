namespace KalePool.Pooler.Submission;

/// <summary>What became of a work that was submitted.</summary>
/// <param name="IsSuccess">Applied; the pail on the chain says what it is worth.</param>
/// <param name="TxHash">Hex.</param>
/// <param name="Reason">Why not, for people; null with a success.</param>
sealed record WorkOutcome(WorkOrder Order, bool IsSuccess, string TxHash, string? Reason);
