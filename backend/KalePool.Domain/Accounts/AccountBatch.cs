using KalePool.Domain.Blocks;
using KalePool.Stellar.Acts;

namespace KalePool.Domain.Accounts;

/// <summary>A farmer's pail for which a batch was asked.</summary>
/// <param name="Work">That is to be submitted for it; null with every other kind of batch.</param>
public sealed record BatchMember(BlockKey Block, Guid FarmerId, string Wallet, HandedWork? Work = null);

/// <summary>The one transaction of the account that is under way.</summary>
public sealed record OpenBatch(Guid Id, BatchKind Kind, IReadOnlyList<BatchPart> Parts, ActEnvelope Envelope)
{
    public IEnumerable<(BlockKey Block, Guid FarmerId)> Members => Parts.SelectMany(p => p.FarmerIds.Select(f => (p.Block, f)));
}

/// <summary>A member whose outcome is not in his own journal yet.</summary>
public sealed record Undelivered(BlockKey Block, Guid FarmerId, MemberOutcome Outcome);

/// <summary>A batch that was applied and that not all members have heard of.</summary>
public sealed record SettledBatch(Guid Id, BatchKind Kind, string TransactionHash, uint Ledger, IReadOnlyList<Undelivered> Members);

/// <summary>The outcome of a batch in the pool's words.</summary>
/// <param name="Outcomes">One for each member, in order; empty unless it succeeded as a whole.</param>
public sealed record BatchReport(ActResult Result, uint Ledger, long FeeStroops, IReadOnlyList<MemberOutcome> Outcomes, Failure? Failure);
