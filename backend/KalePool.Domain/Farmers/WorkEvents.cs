using KalePool.Domain.Blocks;
using KalePool.Stellar.Acts;

namespace KalePool.Domain.Farmers;

/// <summary>What his pooler has found, sent from his wallet. Persisted before the transaction is sent.</summary>
public sealed record WorkSubmitted(Guid FarmerId, uint Block, HandedWork Work, ActEnvelope Act, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <param name="Zeros">Of the pail that it left; 0 unless it succeeded.</param>
/// <param name="Gap">The same.</param>
/// <param name="FeeStroops">What his wallet paid.</param>
/// <param name="Failure">Null unless its outcome cannot be known.</param>
/// <param name="Batch">Of the operator's batch that carried it; null where his wallet sent it.</param>
/// <param name="OperatorFeeStroops">What the operator's account paid, around the wallet's transaction.</param>
public sealed record WorkSettled(
    Guid FarmerId,
    uint Block,
    ActResult Result,
    uint Zeros,
    uint Gap,
    uint Ledger,
    long FeeStroops,
    string TransactionHash,
    Failure? Failure,
    DateTimeOffset At,
    Guid? Batch = null,
    long OperatorFeeStroops = 0) : FarmerEvent(FarmerId, At);
