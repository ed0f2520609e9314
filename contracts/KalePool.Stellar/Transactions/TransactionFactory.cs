using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>Transactions that validators take as well-formed.</summary>
public static class TransactionFactory
{
    public const int MaxOperations = 100;

    /// <summary>Stroops an operation; the network may charge up to the bid, in quiet times charges this.</summary>
    public const uint BaseFee = 100;

    /// <param name="sequence">The account's sequence number plus one.</param>
    /// <param name="bid">Stroops an operation that may be charged at most.</param>
    public static Transaction Classic(
        MuxedAccount source, long sequence, Bounds bounds, IReadOnlyCollection<Operation> operations, uint bid = BaseFee, Memo? memo = null)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        ArgumentNullException.ThrowIfNull(operations);
        RequireSequence(sequence);
        ArgumentOutOfRangeException.ThrowIfLessThan(bid, BaseFee);
        if (operations.Count is 0 or > MaxOperations) throw new ArgumentException($"1 to {MaxOperations} operations expected, not {operations.Count}", nameof(operations));
        if (operations.Any(operation => operation.IsSoroban())) throw new ArgumentException("a contract operation needs resources", nameof(operations));
        return new Transaction(source, Fee(checked((long)bid * operations.Count)), sequence, bounds.ToPreconditions(), memo ?? Memos.None,
            operations.ToXdrArray(), new TransactionExt.V0());
    }

    /// <summary>A contract operation with its resources. It has no memo, and its source no number (M…) if it invokes.</summary>
    /// <param name="sequence">The account's sequence number plus one.</param>
    /// <param name="bid">Stroops that may be charged at most for inclusion; the resource fee comes on top.</param>
    public static Transaction Soroban(
        MuxedAccount source, long sequence, Bounds bounds, Operation operation, SorobanTransactionData data, uint bid = BaseFee)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        ArgumentNullException.ThrowIfNull(data);
        RequireSoroban(source, operation);
        RequireSequence(sequence);
        ArgumentOutOfRangeException.ThrowIfLessThan(bid, BaseFee);
        return new Transaction(source, Fee(checked(bid + data.ResourceFee)), sequence, bounds.ToPreconditions(), Memos.None, [operation], new TransactionExt.V1(data));
    }

    /// <summary>The same without resources, to be simulated.</summary>
    public static Transaction ToSimulate(MuxedAccount source, long sequence, Bounds bounds, Operation operation, uint bid = BaseFee)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        RequireSoroban(source, operation);
        return new Transaction(source, bid, sequence, bounds.ToPreconditions(), Memos.None, [operation], new TransactionExt.V0());
    }

    /// <summary>The whole fee as the wire holds it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than the wire can hold (429 XLM).</exception>
    internal static uint Fee(long stroops)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stroops);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stroops, uint.MaxValue);
        return (uint)stroops;
    }

    static void RequireSoroban(MuxedAccount source, Operation operation)
    {
        if (!operation.IsSoroban()) throw new ArgumentException("a contract operation expected", nameof(operation));
        if (operation.Body is OperationBody.InvokeHostFunction && (source is MuxedAccount.MuxedEd25519 || operation.SourceAccount is MuxedAccount.MuxedEd25519))
            throw new ArgumentException("a muxed account cannot invoke", nameof(source));
    }

    static void RequireSequence(long sequence) => ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequence);
}
