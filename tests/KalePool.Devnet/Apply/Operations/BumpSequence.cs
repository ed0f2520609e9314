using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

sealed class BumpSequence(TransactionFrame frame, Operation operation, BumpSequenceOp body) : OperationFrame(frame, operation)
{
    public override ThresholdLevel Level => ThresholdLevel.Low;

    public override OperationResult? Check(LedgerContext context) =>
        body.BumpTo < 0 ? OperationResults.Inner(new OperationResultTr.BumpSequence(new BumpSequenceResult.BadSeq())) : null;

    public override OperationOutcome Apply(OperationContext context)
    {
        var source = context.Delta.FindAccount(Source)!;
        if (body.BumpTo > source.SeqNum) context.Delta.Put(source.WithSequence(body.BumpTo, context.Ledger.Ledger, context.Ledger.CloseTime));
        return OperationResults.Ok(new OperationResultTr.BumpSequence(new BumpSequenceResult.Success()));
    }
}
