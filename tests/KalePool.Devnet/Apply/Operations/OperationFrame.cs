using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

/// <summary>One operation of a transaction.</summary>
abstract class OperationFrame(TransactionFrame frame, Operation operation)
{
    public TransactionFrame Frame { get; } = frame;

    public Operation Operation { get; } = operation;

    public PublicKey Source { get; } = frame.SourceOf(operation);

    /// <summary>The weight it needs.</summary>
    public virtual ThresholdLevel Level => ThresholdLevel.Medium;

    /// <summary>What is wrong with it whatever the state; null: nothing.</summary>
    public abstract OperationResult? Check(LedgerContext context);

    /// <summary>Carries it out on the context's delta; the changes of a failed one are dropped by the caller.</summary>
    public abstract OperationOutcome Apply(OperationContext context);

    public static OperationFrame Of(TransactionFrame frame, int index)
    {
        var operation = frame.Tx.Operations[index];
        return operation.Body switch
        {
            OperationBody.CreateAccount body => new CreateAccount(frame, operation, body.Value),
            OperationBody.Payment body => new Payment(frame, operation, body.Value),
            OperationBody.SetOptions body => new SetOptions(frame, operation, body.Value),
            OperationBody.ChangeTrust body => new ChangeTrust(frame, operation, body.Value),
            OperationBody.AccountMerge body => new AccountMerge(frame, operation, body.Value),
            OperationBody.ManageData body => new ManageData(frame, operation, body.Value),
            OperationBody.BumpSequence body => new BumpSequence(frame, operation, body.Value),
            OperationBody.SetTrustLineFlags body => new SetTrustLineFlags(frame, operation, body.Value),
            OperationBody.InvokeHostFunction body => new InvokeHostFunction(frame, operation, body.Value),
            OperationBody.ExtendFootprintTtl body => new ExtendFootprintTtl(frame, operation, body.Value),
            OperationBody.RestoreFootprint => new RestoreFootprint(frame, operation),
            _ => throw new ArgumentException(operation.Body.GetType().Name, nameof(frame)),
        };
    }
}
