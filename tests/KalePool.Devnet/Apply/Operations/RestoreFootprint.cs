using KalePool.Devnet.Host;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

/// <summary>Brings archived persistent entries back for the minimum time; live ones are passed by.</summary>
sealed class RestoreFootprint(TransactionFrame frame, Operation operation) : OperationFrame(frame, operation)
{
    public override ThresholdLevel Level => ThresholdLevel.Low;

    public override OperationResult? Check(LedgerContext context)
    {
        var footprint = Frame.Soroban!.Resources.Footprint;
        var fine = footprint.ReadOnly.Count == 0 && footprint.ReadWrite.All(key => key.IsPersistent());
        return fine ? null : OperationResults.Inner(new OperationResultTr.RestoreFootprint(new RestoreFootprintResult.Malformed()));
    }

    public override OperationOutcome Apply(OperationContext context)
    {
        var result = Run(context);
        var tr = new OperationResultTr.RestoreFootprint(result);
        return result is RestoreFootprintResult.Success ? OperationResults.Ok(tr) : OperationResults.Fail(tr);
    }

    RestoreFootprintResult Run(OperationContext context)
    {
        var resources = Frame.Soroban!.Resources;
        var liveUntil = context.Ledger.Ledger + context.Ledger.Settings.MinPersistentTtl - 1;
        var archived = resources.Footprint.ReadWrite
            .Select(key => (Key: key, Entry: context.Delta.Find(key)))
            .Where(item => item.Entry is not null && !item.Entry.IsLiveIn(context.Ledger.Ledger))
            .ToList();
        var bytes = archived.Sum(item => (long)item.Entry!.Entry.ToXdr().Length);
        if (bytes > resources.DiskReadBytes || bytes > resources.WriteBytes) return new RestoreFootprintResult.ResourceLimitExceeded();
        var rents = archived.Select(item => new RentChange(true, item.Key is LedgerKey.ContractCode, 0, HostExecution.Size(new HostEntry(item.Entry!.Entry.Data, 0)), 0, liveUntil)).ToList();
        var rent = RentFees.Of(rents, context.Ledger.Ledger, context.Ledger.Settings.Fees);
        if (!context.Soroban.TryConsume(rent, 0)) return new RestoreFootprintResult.InsufficientRefundableFee();
        foreach (var (key, _) in archived) context.Delta.Extend(key, liveUntil);
        return new RestoreFootprintResult.Success();
    }
}
