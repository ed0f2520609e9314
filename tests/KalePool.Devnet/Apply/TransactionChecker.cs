using KalePool.Devnet.Apply.Operations;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>Whether a transaction may enter the queue, in stellar-core's order of checks: the first failure is the answer.</summary>
static class TransactionChecker
{
    public static Verdict CheckForQueue(TransactionFrame frame, ILedgerReader ledger, LedgerContext context)
    {
        var fee = RefusalFee(frame, context);
        // What bids less than its resources alone never gets as far as being told a fee.
        if (frame is { IsSoroban: true, Bump: null, InclusionFee: < 0 }) return new Verdict(new TransactionResultResult.TxMalformed(), 0, false);
        // Of a fee bump the outside comes first, whatever is inside.
        if (frame.Bump is not null && Outer(frame, ledger, context) is { } outer) return outer;
        if (Structure(frame, context) is { } structure) return new Verdict(structure, fee, false);
        if (frame.Bump is null) return Inner(frame, ledger, context, fee, charges: true);
        var inner = Inner(frame, ledger, context, fee, charges: false);
        return inner.Failure is null ? inner : inner with { Failure = InnerResults.Wrap(frame, inner.Failure) };
    }

    /// <summary>A refusal for validity states the least fee that would have been charged: resources and the base fee, even when less was bid.</summary>
    public static long RefusalFee(TransactionFrame frame, LedgerContext context) => frame.ResourceFee + context.Settings.BaseFeeStroops * Math.Max(1, frame.PaidOperations);

    static TransactionResultResult? Structure(TransactionFrame frame, LedgerContext context)
    {
        var extra = frame.Preconditions?.ExtraSigners ?? [];
        if ((extra.Count == 2 && extra[0] == extra[1]) || extra.Any(key => key is SignerKey.Ed25519SignedPayload { Value.Payload.Length: 0 })) return Refuse(frame, new TransactionResultResult.TxMalformed());
        if (frame.Tx.Operations.Count == 0) return Refuse(frame, new TransactionResultResult.TxMissingOperation());
        if (!frame.IsSoroban) return frame.Soroban is null ? null : Refuse(frame, new TransactionResultResult.TxMalformed());
        return SorobanRules.Check(frame, context.Settings) is { } wrong ? Refuse(frame, wrong) : null;
    }

    static TransactionResultResult Refuse(TransactionFrame frame, TransactionResultResult failure) =>
        frame.Bump is null ? failure : InnerResults.Wrap(frame, failure);

    static Verdict? Outer(TransactionFrame frame, ILedgerReader ledger, LedgerContext context)
    {
        var needed = RefusalFee(frame, context);
        var minimum = (Int128)context.Settings.BaseFeeStroops * frame.PaidOperations;
        if (frame.InclusionFee < minimum) return new Verdict(new TransactionResultResult.TxInsufficientFee(), needed, false);
        var innerOperations = Math.Max(1, frame.Tx.Operations.Count);
        if ((Int128)frame.InclusionFee * innerOperations < (Int128)frame.InnerInclusionFee * frame.PaidOperations)
        {
            var atLeast = ((Int128)frame.InnerInclusionFee * frame.PaidOperations + innerOperations - 1) / innerOperations;
            return new Verdict(new TransactionResultResult.TxInsufficientFee(), (long)atLeast + frame.ResourceFee, false);
        }
        var source = ledger.FindAccount(frame.FeeSource);
        if (source is null) return new Verdict(new TransactionResultResult.TxNoAccount(), needed, false);
        var signatures = new SignatureChecker(frame.Hash, frame.Bump!.Signatures);
        if (!signatures.Check(source, source.Threshold(ThresholdLevel.Low))) return new Verdict(new TransactionResultResult.TxBadAuth(), needed, false);
        if (source.Available(context.Settings.BaseReserveStroops) < frame.FullFee) return new Verdict(new TransactionResultResult.TxInsufficientBalance(), needed, false);
        return signatures.AllUsed ? null : new Verdict(new TransactionResultResult.TxBadAuthExtra(), needed, false);
    }

    static Verdict Inner(TransactionFrame frame, ILedgerReader ledger, LedgerContext context, long fee, bool charges)
    {
        if (Bounds(frame, context) is { } bounds) return new Verdict(bounds, fee, false);
        if (charges && frame.InclusionFee < (long)context.Settings.BaseFeeStroops * frame.PaidOperations)
        {
            return new Verdict(new TransactionResultResult.TxInsufficientFee(), fee, false);
        }
        var source = ledger.FindAccount(frame.Source);
        if (source is null) return new Verdict(new TransactionResultResult.TxNoAccount(), fee, false);
        if (Sequence(frame, source, context) is { } sequence) return new Verdict(sequence, fee, sequence is not TransactionResultResult.TxBadSeq);
        var signatures = new SignatureChecker(frame.InnerHash, frame.Inner.Signatures);
        if (!SignedByAll(frame, source, signatures)) return new Verdict(new TransactionResultResult.TxBadAuth(), fee, true);
        if (charges && source.Available(context.Settings.BaseReserveStroops) < frame.FullFee)
        {
            return new Verdict(new TransactionResultResult.TxInsufficientBalance(), fee, true);
        }
        if (CheckOperations(frame, ledger, context, signatures) is { } operations) return new Verdict(operations, fee, true);
        return signatures.AllUsed ? new Verdict(null, fee, true) : new Verdict(new TransactionResultResult.TxBadAuthExtra(), fee, true);
    }

    public static TransactionResultResult? Bounds(TransactionFrame frame, LedgerContext context)
    {
        if (frame.TimeBounds is { } time)
        {
            if (time.MinTime > context.CloseTime) return new TransactionResultResult.TxTooEarly();
            if (time.MaxTime != 0 && time.MaxTime < context.LatestCloseTime) return new TransactionResultResult.TxTooLate();
        }
        if (frame.Preconditions?.LedgerBounds is { } ledgers)
        {
            if (ledgers.MinLedger > context.Ledger) return new TransactionResultResult.TxTooEarly();
            if (ledgers.MaxLedger != 0 && ledgers.MaxLedger <= context.Ledger) return new TransactionResultResult.TxTooLate();
        }
        return null;
    }

    public static TransactionResultResult? Sequence(TransactionFrame frame, AccountEntry source, LedgerContext context)
    {
        var wanted = frame.Tx.SeqNum;
        var inOrder = frame.Preconditions?.MinSeqNum is { } minimum
            ? minimum <= source.SeqNum && source.SeqNum < wanted
            : source.SeqNum != long.MaxValue && wanted == source.SeqNum + 1;
        if (!inOrder || wanted == (long)context.Ledger << 32) return new TransactionResultResult.TxBadSeq();
        if (frame.Preconditions is not { } conditions) return null;
        var (usedLedger, usedTime) = source.SequenceUse();
        var oldEnough = context.CloseTime >= usedTime && context.CloseTime - usedTime >= conditions.MinSeqAge;
        var farEnough = context.Ledger - usedLedger >= conditions.MinSeqLedgerGap;
        return oldEnough && farEnough ? null : new TransactionResultResult.TxBadMinSeqAgeOrGap();
    }

    /// <summary>The transaction's own signatures: the source at its low threshold and every extra signer.</summary>
    public static bool SignedByAll(TransactionFrame frame, AccountEntry source, SignatureChecker signatures) =>
        signatures.Check(source, source.Threshold(ThresholdLevel.Low)) && signatures.CheckExtra(frame.Preconditions?.ExtraSigners ?? []);

    /// <summary>The first operation that is badly signed or could never succeed makes the whole transaction fail.</summary>
    static TransactionResultResult.TxFailed? CheckOperations(TransactionFrame frame, ILedgerReader ledger, LedgerContext context, SignatureChecker signatures)
    {
        for (var i = 0; i < frame.Tx.Operations.Count; i++)
        {
            var operation = OperationFrame.Of(frame, i);
            var failure = CheckSignature(frame, operation, ledger, signatures) ?? operation.Check(context);
            if (failure is null) continue;
            var results = frame.Tx.Operations.Select(OperationResults.Initial).ToArray();
            results[i] = failure;
            return new TransactionResultResult.TxFailed(results.ToXdrArray());
        }
        return null;
    }

    static OperationResult? CheckSignature(TransactionFrame frame, OperationFrame operation, ILedgerReader ledger, SignatureChecker signatures)
    {
        if (ledger.FindAccount(operation.Source) is { } source)
        {
            return signatures.Check(source, source.Threshold(operation.Level)) ? null : new OperationResult.OpBadAuth();
        }
        if (operation.Operation.SourceAccount is null) return new OperationResult.OpNoAccount();
        return signatures.CheckKey(operation.Source) ? null : new OperationResult.OpBadAuth();
    }
}
