namespace KalePool.Domain.Farmers;

/// <summary>
/// An operator said what became of an act whose outcome nobody could know any more, and the chain did not contradict. No balance changes: what the act
/// moved has been booked as a correction before, which gets its name by this.
/// </summary>
/// <param name="TransactionHash">Of the act.</param>
/// <param name="Reason">The operator's.</param>
/// <param name="Ledger">As of which the chain was read, or that of the transaction where a server still knows it.</param>
/// <param name="StakeStroops">Of a plant or harvest that succeeded.</param>
/// <param name="RewardShare">The pooler's part of the block's reward; of a plant that succeeded.</param>
/// <param name="ShareStroops">What of the reward is owed to the pooler from now on.</param>
/// <param name="Payment">Of a payout or exit that succeeded.</param>
/// <param name="ByTransaction">Another one's that did it; null where it was the act itself.</param>
/// <param name="PoolerIsFree">Of a plant: its failure is what the pooler was told, so that nothing of the pail is his.</param>
public sealed record OutcomeResolved(
    Guid FarmerId,
    ActKind Kind,
    uint Block,
    string TransactionHash,
    ActResult Result,
    string Reason,
    uint Ledger,
    long FeeStroops,
    DateTimeOffset At,
    long StakeStroops = 0,
    long RewardStroops = 0,
    decimal RewardShare = 0,
    long ShareStroops = 0,
    uint Gap = 0,
    Payment? Payment = null,
    string? ByTransaction = null,
    bool PoolerIsFree = false) : FarmerEvent(FarmerId, At);
