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
        var rents = new List<RentChange>();
        var archived = new List<LedgerKey>();
        long bytes = 0;
        foreach (var key in Frame.Soroban!.Resources.Footprint.ReadWrite)
        {
            if (context.Delta.Find(key) is not { } entry || entry.IsLiveIn(context.Ledger.Ledger)) continue;
            bytes += entry.Entry.ToXdr().Length;
            if (IsTooMuch(context, bytes)) return new RestoreFootprintResult.ResourceLimitExceeded();
            rents.Add(Rent(key, entry, context.RestoredUntil));
            archived.Add(key);
        }
        var rent = RentFees.Of(rents, context.Ledger.Ledger, context.Ledger.Settings.Fees);
        if (!context.Soroban.TryConsume(rent, 0)) return new RestoreFootprintResult.InsufficientRefundableFee();
        foreach (var key in archived) context.Delta.Restore(key, context.RestoredUntil);
        return new RestoreFootprintResult.Success();
    }

    /// <summary>What is restored is read and written.</summary>
    bool IsTooMuch(OperationContext context, long bytes)
    {
        var resources = Frame.Soroban!.Resources;
        if (bytes > resources.DiskReadBytes)
        {
            context.Soroban.Exceeded("operation byte-read resources exceeds amount specified", bytes, resources.DiskReadBytes);
            return true;
        }
        if (bytes <= resources.WriteBytes) return false;
        context.Soroban.Exceeded("operation byte-write resources exceeds amount specified", bytes, resources.WriteBytes);
        return true;
    }

    /// <summary>An archived entry pays as a new one.</summary>
    public static RentChange Rent(LedgerKey key, StoredEntry entry, uint liveUntil) =>
        new(true, key is LedgerKey.ContractCode, 0, HostExecution.RentedSize(new HostEntry(entry.Entry.Data, 0)), 0, liveUntil);
}
