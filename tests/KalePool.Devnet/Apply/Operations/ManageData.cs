using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

/// <summary>Data entries are not kept here: the operation is refused as a network that does not support it would.</summary>
sealed class ManageData(TransactionFrame frame, Operation operation) : OperationFrame(frame, operation)
{
    public override OperationResult? Check(LedgerContext context) => new OperationResult.OpNotSupported();

    public override OperationOutcome Apply(OperationContext context) => new(new OperationResult.OpNotSupported(), false);
}
