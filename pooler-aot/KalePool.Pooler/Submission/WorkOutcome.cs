namespace KalePool.Pooler.Submission;

/// <summary>What became of a work that was submitted.</summary>
/// <param name="IsSuccess">Applied, or taken by the backend; the pail on the chain says what it is worth.</param>
/// <param name="TxHash">Hex; null where there is no transaction of ours.</param>
/// <param name="Reason">Why not, for people; null with a success.</param>
/// <param name="Ledger">Of a success of our own.</param>
/// <param name="MostTogether">How many works may stand in the transaction of the next try: 1 after this one failed among others that did not, half
/// after all failed together; null: as many as ever.</param>
/// <param name="IsCharged">False where the transaction was never applied: nothing was paid, and another may be sent as often as there is time.</param>
sealed record WorkOutcome(WorkOrder Order, bool IsSuccess, string? TxHash, string? Reason, uint? Ledger = null, int? MostTogether = null, bool IsCharged = true);
