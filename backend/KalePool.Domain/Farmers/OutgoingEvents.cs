namespace KalePool.Domain.Farmers;

/// <summary>A payment of ours that the journal had lost, as after an older backup was restored: the chain's transfers tell how much, its memo tells which.</summary>
/// <param name="Kind">payout or exit, as in <see cref="PaymentMemo"/>.</param>
/// <param name="Number">That its memo names.</param>
/// <param name="Payment">What left the wallet. Of an exit, what is owed beyond it falls to the farmer.</param>
/// <param name="SettledShareStroops">What of the share this journal knew to be owed: harvests may be lost as well.</param>
/// <param name="FeeStroops">What the wallet paid.</param>
/// <param name="InsteadOf">Hash of the payout of the same number that was in doubt: it was not made.</param>
public sealed record PaymentRecovered(
    Guid FarmerId, string Kind, int Number, Payment Payment, long SettledShareStroops, string TransactionHash, uint Ledger, long FeeStroops, DateTimeOffset At, string? InsteadOf = null)
    : FarmerEvent(FarmerId, At);

/// <summary>KALE left the wallet by no act of the pool's: somebody else has its key, or its memo is not to be read any more.</summary>
/// <param name="To">G… or C…; the first, where there are several.</param>
public sealed record OutgoingRecorded(Guid FarmerId, long AmountStroops, string To, string TransactionHash, uint Ledger, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>The operator answers for a loss that no event of the chain explained: payments go on.</summary>
/// <param name="LossStroops">All of it, as corrections counted it.</param>
/// <param name="PayoutsMade">Of which the chain knows: the next one's number follows.</param>
/// <param name="ForgoneShareStroops">The pooler's part of what is missing, which is not owed any more: it may never have come.</param>
public sealed record LossAccepted(Guid FarmerId, long LossStroops, int PayoutsMade, string Reason, DateTimeOffset At, long ForgoneShareStroops = 0) : FarmerEvent(FarmerId, At);
