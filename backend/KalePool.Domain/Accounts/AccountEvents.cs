using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Acts;

namespace KalePool.Domain.Accounts;

public enum BatchKind
{
    Harvest,
    Rescue,

    /// <summary>XLM for the operator's channels; it has no members.</summary>
    Funding,

    /// <summary>What poolers have handed over. Whoever's is over may be in another one: better zeros may follow.</summary>
    Work,

    /// <summary>One payment of what the backend owes a farmer for a block.</summary>
    Compensation,
}

/// <summary>Farmers of one block of one pooler, in the order in which the transaction calls for them.</summary>
public sealed record BatchPart(BlockKey Block, IReadOnlyList<Guid> FarmerIds);

/// <summary>What became of one member of a batch that was applied. Amounts in stroops of KALE.</summary>
/// <param name="StakeStroops">Minted back, from the pail that the transaction removed.</param>
/// <param name="Gap">Of the pail that a rescue or work left.</param>
/// <param name="Error">What the contract or the host said; null on success.</param>
/// <param name="Zeros">Of the work that was called for.</param>
/// <param name="Payments">Of a compensation: what the transaction paid, as the chain has it.</param>
public sealed record MemberOutcome(bool Success, long RewardStroops, long StakeStroops, uint Gap, string? Error = null, uint Zeros = 0, IReadOnlyList<KalePaid>? Payments = null);

/// <summary>A fact about one shared account, in its journal.</summary>
public abstract record AccountEvent(string AccountId, DateTimeOffset At) : IEvent;

/// <summary>Persisted before the transaction is sent.</summary>
/// <param name="Released">Were asked for, and are not in it: gone, not harvestable.</param>
public sealed record AccountBatchSubmitted(
    string AccountId, Guid Batch, BatchKind Kind, IReadOnlyList<BatchPart> Parts, IReadOnlyList<BatchPart> Released, ActEnvelope Act, DateTimeOffset At) : AccountEvent(AccountId, At);

/// <param name="Outcomes">One for each member, in order; empty unless it succeeded as a whole.</param>
/// <param name="FeeStroops">What the account paid, of XLM.</param>
/// <param name="Failure">Null where it succeeded or has not happened.</param>
public sealed record AccountBatchSettled(
    string AccountId,
    Guid Batch,
    BatchKind Kind,
    ActResult Result,
    IReadOnlyList<MemberOutcome> Outcomes,
    uint Ledger,
    long FeeStroops,
    string TransactionHash,
    Failure? Failure,
    DateTimeOffset At) : AccountEvent(AccountId, At);

/// <summary>Every member has his outcome in his own journal.</summary>
public sealed record AccountBatchDelivered(string AccountId, Guid Batch, DateTimeOffset At) : AccountEvent(AccountId, At);

/// <summary>Asked for, never in a batch, and given back.</summary>
public sealed record AccountMembersReleased(string AccountId, BatchKind Kind, IReadOnlyList<BatchPart> Parts, string Reason, DateTimeOffset At) : AccountEvent(AccountId, At);
