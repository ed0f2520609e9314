using KalePool.Stellar.Acts;

namespace KalePool.Domain.Farmers;

/// <param name="ThresholdStroops">Above it he is paid; null: only when he leaves.</param>
public sealed record PayoutThresholdChanged(Guid FarmerId, long? ThresholdStroops, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <param name="Number">From 1: the same until it has been paid.</param>
public sealed record PayoutSubmitted(Guid FarmerId, int Number, Payment Payment, ActEnvelope Act, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <param name="Payment">What was to be paid; it was unless <paramref name="Result"/> says otherwise.</param>
/// <param name="Failure">Null when paid, or when it is built anew.</param>
/// <param name="OperatorFeeStroops">What the operator's account paid, around the wallet's transaction.</param>
public sealed record PayoutSettled(
    Guid FarmerId, int Number, ActResult Result, Payment Payment, uint Ledger, long FeeStroops, string TransactionHash, Failure? Failure, DateTimeOffset At, long OperatorFeeStroops = 0) : FarmerEvent(FarmerId, At);

/// <summary>A payout that was in doubt has been made: exactly its amount is missing from the wallet, or its transfer was told of.</summary>
/// <param name="Ledger">As of which the wallet was read.</param>
/// <param name="ByTransfer">The chain's own transfer tells, of that ledger; the balance does not.</param>
public sealed record PayoutFound(Guid FarmerId, int Number, Payment Payment, string TransactionHash, uint Ledger, DateTimeOffset At, bool ByTransfer = false) : FarmerEvent(FarmerId, At);

/// <summary>A payout that was in doubt was not made: the wallet still holds what it would have paid, and its transaction can apply no more.</summary>
/// <param name="Ledger">As of which the wallet was read.</param>
public sealed record PayoutNotFound(Guid FarmerId, int Number, string TransactionHash, uint Ledger, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>Somebody paid KALE into the wallet.</summary>
/// <param name="From">G… or C….</param>
/// <param name="EventId">Of the chain's event, ordered as they happened.</param>
public sealed record DepositRecorded(Guid FarmerId, long AmountStroops, string From, string TransactionHash, uint Ledger, string EventId, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>The chain has another balance than the journal's events add up to; the chain wins. Never while an act is open.</summary>
/// <param name="AmountStroops">What the chain has more; below 0: less, and a second reading of a later ledger agreed.</param>
/// <param name="BalanceStroops">What the chain has.</param>
/// <param name="Ledger">As of which.</param>
public sealed record BalanceCorrected(Guid FarmerId, long AmountStroops, long BalanceStroops, uint Ledger, string Reason, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>He cannot be paid yet; tried again later. Planting goes on.</summary>
public sealed record PayoutRefused(Guid FarmerId, Failure Failure, DateTimeOffset At) : FarmerEvent(FarmerId, At);
