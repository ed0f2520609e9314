using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Queue;

public enum QueueStatus
{
    Pending,
    Duplicate,
    TryAgainLater,
    Error,
}

/// <summary>What the queue says to a submission.</summary>
/// <param name="Result">With <see cref="QueueStatus.Error"/>: why.</param>
public sealed record QueueAnswer(QueueStatus Status, Opaque Hash, TransactionResult? Result);
