using System.Security.Cryptography;
using KalePool.Devnet.Host;
using KalePool.Devnet.Host.Auth;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

/// <summary>Runs a contract within what its transaction declared: footprint, instructions, bytes, authorizations and the refundable fee.</summary>
sealed class InvokeHostFunction(TransactionFrame frame, Operation operation, InvokeHostFunctionOp body) : OperationFrame(frame, operation)
{
    SorobanTransactionData Declared => Frame.Soroban!;

    /// <summary>What can be wrong by itself was looked at with the transaction's resources.</summary>
    public override OperationResult? Check(LedgerContext context) => null;

    public override OperationOutcome Apply(OperationContext context)
    {
        var result = Run(context);
        return result is InvokeHostFunctionResult.Success
            ? OperationResults.Ok(new OperationResultTr.InvokeHostFunction(result))
            : OperationResults.Fail(new OperationResultTr.InvokeHostFunction(result));
    }

    InvokeHostFunctionResult Run(OperationContext context)
    {
        var settings = context.Ledger.Settings;
        var footprint = Declared.Resources.Footprint;
        var archived = new ArchivedEntries(context, Declared);
        if (archived.Refusal is { } refusal) return refusal;

        var storage = new HostStorage(context.Delta, context.Ledger.Ledger, settings.MinPersistentTtl, footprint);
        var ledger = new HostLedger(settings, context.Ledger.Network, context.Ledger.Ledger, context.Ledger.CloseTime);
        var run = HostRunner.Run(ledger, storage, new EnforcingAuthorizer(Source, body.Auth), context.Ledger.Contracts, body.HostFunction, Declared.Resources.Instructions);
        context.Soroban.Diagnostics.AddRange(run.Diagnostics);
        if (run.Value is null)
        {
            return run.Error is SCError.Budget { Value: SCErrorCode.ExceededLimit }
                ? Exceeded(context, "operation instructions exceeds amount specified", run.Instructions, Declared.Resources.Instructions)
                : new InvokeHostFunctionResult.Trapped();
        }

        var outcomes = HostExecution.Outcomes(storage);
        var eventBytes = HostExecution.EventBytes(run.Events, run.Value);
        if (BytesExceeded(context, outcomes, eventBytes) is { } exceeded) return exceeded;
        var rent = RentFees.Of(HostExecution.Rents(outcomes), context.Ledger.Ledger, settings.Fees);
        if (!context.Soroban.TryConsume(rent, ResourceFees.Events(eventBytes, settings.Fees))) return new InvokeHostFunctionResult.InsufficientRefundableFee();

        archived.Restore();
        Write(context.Delta, outcomes);
        foreach (var happened in run.Events) context.Emit(happened);
        context.Soroban.ReturnValue = run.Value;
        return new InvokeHostFunctionResult.Success(new Opaque(SHA256.HashData(new InvokeHostFunctionSuccessPreImage(run.Value, run.Events.ToXdrArray()).ToXdr())));
    }

    InvokeHostFunctionResult.ResourceLimitExceeded? BytesExceeded(OperationContext context, IReadOnlyList<EntryOutcome> outcomes, long eventBytes)
    {
        var limits = context.Ledger.Settings.Limits;
        long written = 0;
        foreach (var outcome in outcomes.Where(outcome => outcome is { ReadOnly: false, After: not null }))
        {
            var size = HostExecution.Size(outcome.After!);
            if (size > limits.EntryBytes) return Exceeded(context, "ledger entry size exceeds network config maximum size", size, limits.EntryBytes);
            written += size;
            if (written > Declared.Resources.WriteBytes) return Exceeded(context, "operation byte-write resources exceeds amount specified", written, Declared.Resources.WriteBytes);
        }
        return eventBytes > limits.TransactionEventBytes
            ? Exceeded(context, "total events size exceeds network config maximum", eventBytes, limits.TransactionEventBytes)
            : null;
    }

    static InvokeHostFunctionResult.ResourceLimitExceeded Exceeded(OperationContext context, string message, long used, long declared)
    {
        context.Soroban.Exceeded(message, used, declared);
        return new InvokeHostFunctionResult.ResourceLimitExceeded();
    }

    static void Write(LedgerDelta delta, IReadOnlyList<EntryOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome.After is not { } after)
            {
                if (delta.Find(outcome.Key) is not null && !outcome.ReadOnly) delta.Remove(outcome.Key);
            }
            else if (outcome.ReadOnly)
            {
                if (after.LiveUntil is { } longer && longer != outcome.Before?.LiveUntil) delta.Extend(outcome.Key, longer);
            }
            else if (after.LiveUntil is { } liveUntil)
            {
                delta.Put(after.Data, liveUntil);
            }
            else
            {
                delta.Put(after.Data);
            }
        }
    }
}
