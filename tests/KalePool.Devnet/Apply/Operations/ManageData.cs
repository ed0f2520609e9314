using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

/// <summary>Sets, changes or (without a value) removes a named value of the source account.</summary>
sealed class ManageData(TransactionFrame frame, Operation operation, ManageDataOp body) : OperationFrame(frame, operation)
{
    LedgerKey Key => LedgerKeys.Data(Source, body.DataName);

    public override OperationResult? Check(LedgerContext context) =>
        body.DataName.Bytes.Length > 0 && body.DataName.IsPlain() ? null : OperationResults.Inner(Tr(new ManageDataResult.InvalidName()));

    public override OperationOutcome Apply(OperationContext context)
    {
        var exists = context.Delta.Find(Key) is not null;
        if (body.DataValue is not { } value) return exists ? Remove(context) : OperationResults.Fail(Tr(new ManageDataResult.NameNotFound()));
        if (!exists)
        {
            var source = context.Delta.FindAccount(Source)!;
            switch (source.RefusesSubEntry(context.BaseReserve))
            {
                case SubEntryRefusal.TooMany:
                    return OperationResults.TooManySubEntries;
                case SubEntryRefusal.LowReserve:
                    return OperationResults.Fail(Tr(new ManageDataResult.LowReserve()));
            }
            context.Delta.Put(source with { NumSubEntries = source.NumSubEntries + 1 });
        }
        context.Delta.Put(new LedgerEntryData.Data(new DataEntry(Source, body.DataName, value)));
        return OperationResults.Ok(Tr(new ManageDataResult.Success()));
    }

    OperationOutcome Remove(OperationContext context)
    {
        context.Delta.Remove(Key);
        var source = context.Delta.FindAccount(Source)!;
        context.Delta.Put(source with { NumSubEntries = source.NumSubEntries - 1 });
        return OperationResults.Ok(Tr(new ManageDataResult.Success()));
    }

    static OperationResultTr.ManageData Tr(ManageDataResult result) => new(result);
}
