namespace KalePool.Domain.Farmers;

/// <summary>A payout of which nobody can say any more whether it was applied. Until the balance or an operator tells, nothing is paid: it might be the second time.</summary>
/// <param name="IsMixed">The balance was corrected by another amount since: it may hold this payout and something else, and tells nothing any more.</param>
public sealed record PayoutDoubt(int Number, Payment Payment, string TransactionHash, bool IsMixed = false);
