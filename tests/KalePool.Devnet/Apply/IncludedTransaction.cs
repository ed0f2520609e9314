namespace KalePool.Devnet.Apply;

/// <summary>A transaction chosen for a ledger.</summary>
/// <param name="InclusionFee">What it pays to be in, stroops; at most what it bid.</param>
public sealed record IncludedTransaction(TransactionFrame Frame, long InclusionFee);
