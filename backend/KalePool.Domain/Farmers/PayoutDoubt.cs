namespace KalePool.Domain.Farmers;

/// <summary>A payout of which nobody can say any more whether it was applied. Until the balance tells, nothing is paid: it might be the second time.</summary>
public sealed record PayoutDoubt(int Number, Payment Payment, string TransactionHash);
