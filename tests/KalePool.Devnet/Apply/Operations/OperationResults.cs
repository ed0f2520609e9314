using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

static class OperationResults
{
    public static OperationResult Inner(OperationResultTr tr) => new OperationResult.OpInner(tr);

    public static OperationOutcome Ok(OperationResultTr tr) => new(Inner(tr), true);

    public static OperationOutcome Fail(OperationResultTr tr) => new(Inner(tr), false);

    public static readonly OperationOutcome TooManySubEntries = new(new OperationResult.OpTooManySubentries(), false);

    /// <summary>What stands in a result for an operation that was not come to: its first code.</summary>
    public static OperationResult Initial(Operation operation) => Inner(operation.Body switch
    {
        OperationBody.CreateAccount => new OperationResultTr.CreateAccount(new CreateAccountResult.Success()),
        OperationBody.Payment => new OperationResultTr.Payment(new PaymentResult.Success()),
        OperationBody.SetOptions => new OperationResultTr.SetOptions(new SetOptionsResult.Success()),
        OperationBody.ChangeTrust => new OperationResultTr.ChangeTrust(new ChangeTrustResult.Success()),
        OperationBody.AccountMerge => new OperationResultTr.AccountMerge(new AccountMergeResult.Success(0)),
        OperationBody.ManageData => new OperationResultTr.ManageData(new ManageDataResult.Success()),
        OperationBody.BumpSequence => new OperationResultTr.BumpSequence(new BumpSequenceResult.Success()),
        OperationBody.SetTrustLineFlags => new OperationResultTr.SetTrustLineFlags(new SetTrustLineFlagsResult.Success()),
        OperationBody.InvokeHostFunction => new OperationResultTr.InvokeHostFunction(new InvokeHostFunctionResult.Success(Opaque.Zeros(32))),
        OperationBody.ExtendFootprintTtl => new OperationResultTr.ExtendFootprintTtl(new ExtendFootprintTTLResult.Success()),
        OperationBody.RestoreFootprint => new OperationResultTr.RestoreFootprint(new RestoreFootprintResult.Success()),
        _ => throw new ArgumentException(operation.Body.GetType().Name, nameof(operation)),
    });
}
