using KalePool.Devnet.Host;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

/// <summary>Lengthens the life of the keys that the transaction reads; what is missing or over is passed by.</summary>
sealed class ExtendFootprintTtl(TransactionFrame frame, Operation operation, ExtendFootprintTTLOp body) : OperationFrame(frame, operation)
{
    public override ThresholdLevel Level => ThresholdLevel.Low;

    public override OperationResult? Check(LedgerContext context)
    {
        var footprint = Frame.Soroban!.Resources.Footprint;
        var fine = footprint.ReadWrite.Count == 0 && footprint.ReadOnly.All(key => key.IsContract()) && body.ExtendTo <= context.Settings.MaxEntryTtl - 1;
        return fine ? null : OperationResults.Inner(new OperationResultTr.ExtendFootprintTtl(new ExtendFootprintTTLResult.Malformed()));
    }

    public override OperationOutcome Apply(OperationContext context)
    {
        var result = Run(context);
        var tr = new OperationResultTr.ExtendFootprintTtl(result);
        return result is ExtendFootprintTTLResult.Success ? OperationResults.Ok(tr) : OperationResults.Fail(tr);
    }

    ExtendFootprintTTLResult Run(OperationContext context)
    {
        var liveUntil = context.Ledger.Ledger + body.ExtendTo;
        var rents = new List<RentChange>();
        var extended = new List<LedgerKey>();
        foreach (var key in Frame.Soroban!.Resources.Footprint.ReadOnly)
        {
            if (context.Delta.Find(key) is not { Life: { } life } entry || !entry.IsLiveIn(context.Ledger.Ledger) || life.LiveUntil >= liveUntil) continue;
            var size = HostExecution.RentedSize(new HostEntry(entry.Entry.Data, life.LiveUntil));
            rents.Add(new RentChange(key.IsPersistent(), key is LedgerKey.ContractCode, size, size, life.LiveUntil, liveUntil));
            extended.Add(key);
        }
        var rent = RentFees.Of(rents, context.Ledger.Ledger, context.Ledger.Settings.Fees);
        if (!context.Soroban.TryConsume(rent, 0)) return new ExtendFootprintTTLResult.InsufficientRefundableFee();
        foreach (var key in extended) context.Delta.Extend(key, liveUntil);
        return new ExtendFootprintTTLResult.Success();
    }
}
