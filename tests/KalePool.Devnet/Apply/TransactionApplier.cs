using KalePool.Devnet.Apply.Operations;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>A transaction on its way through a ledger: its fee is taken first, with all others' of that ledger, then it is applied, then what is left of the fee is given back.</summary>
sealed class TransactionApplier(TransactionFrame frame, long inclusionFee, LedgerContext context)
{
    readonly List<TransactionEvent> _events = [];
    readonly SorobanRun? _soroban = frame.IsSoroban ? Run(frame, context) : null;
    XdrArray<LedgerEntryChange> _feeChanges = [];
    XdrArray<LedgerEntryChange> _refundChanges = [];
    long _feeCharged;

    public TransactionFrame Frame => frame;

    static SorobanRun Run(TransactionFrame frame, LedgerContext context)
    {
        var nonRefundable = ResourceFees.NonRefundable(frame.Soroban!, frame.Size, context.Settings.Fees);
        return new SorobanRun(nonRefundable, frame.ResourceFee - nonRefundable);
    }

    /// <summary>Takes the whole declared resource fee and the inclusion fee of the ledger, or all the payer has.</summary>
    /// <returns>What was taken, stroops.</returns>
    public long ChargeFee(LedgerDelta ledger)
    {
        var delta = new LedgerDelta(ledger, context.Ledger);
        if (delta.FindAccount(frame.FeeSource) is not { } payer) return 0;
        _feeCharged = Math.Min(payer.Balance, checked(frame.ResourceFee + inclusionFee));
        delta.Put(payer with { Balance = payer.Balance - _feeCharged });
        _feeChanges = delta.Changes();
        delta.CommitTo(ledger);
        _events.Add(new TransactionEvent(TransactionEventStage.BeforeAllTxs, AssetEvents.Fee(context.Network, frame.FeeSource, _feeCharged)));
        return _feeCharged;
    }

    /// <summary>Applies it; what is left of a contract transaction's fee is given back by <see cref="Refund"/>.</summary>
    public AppliedTransaction Apply(LedgerDelta ledger, int order)
    {
        var (result, meta) = ApplyInner(ledger);
        if (frame.Bump is not null) result = InnerResults.Wrap(frame, result);
        if (_soroban is not null && meta.Operations.Count == 0) _soroban.Fail();
        return new AppliedTransaction(
            frame.Hash, frame.Bump is null ? (Opaque?)null : frame.InnerHash, context.Ledger, context.CloseTime, order, frame.IsSoroban,
            frame.Envelope, new TransactionResult(_feeCharged, result), meta, _feeChanges, []);
    }

    /// <summary>Gives back what the declared resource fee did not need, after all transactions of the ledger.</summary>
    /// <returns>The transaction with its final fee, and what was given back in stroops.</returns>
    public (AppliedTransaction Applied, long Refunded) Refund(AppliedTransaction applied, LedgerDelta ledger)
    {
        var refund = _soroban?.Refund ?? 0;
        if (refund > 0 && ledger.FindAccount(frame.FeeSource) is { } payer)
        {
            var delta = new LedgerDelta(ledger, context.Ledger);
            delta.Put(payer with { Balance = checked(payer.Balance + refund) });
            _refundChanges = delta.Changes();
            delta.CommitTo(ledger);
            _events.Add(new TransactionEvent(TransactionEventStage.AfterAllTxs, AssetEvents.Fee(context.Network, frame.FeeSource, -refund)));
        }
        else
        {
            // A payer that merged itself away has nowhere to get it back to.
            refund = 0;
        }
        return (applied with
        {
            Result = applied.Result with { FeeCharged = _feeCharged - refund },
            Meta = applied.Meta with { Events = _events.ToXdrArray() },
            RefundChanges = _refundChanges,
        }, refund);
    }

    (TransactionResultResult Result, TransactionMetaV4 Meta) ApplyInner(LedgerDelta ledger)
    {
        var ofBump = RemovePreAuthorizedBump(ledger);
        var before = new LedgerDelta(ledger, context.Ledger);
        if (TransactionChecker.Bounds(frame, context) is { } bounds) return (bounds, Meta(ofBump, [], null));
        if (before.FindAccount(frame.Source) is not { } source) return (new TransactionResultResult.TxNoAccount(), Meta(ofBump, [], null));
        var sequence = TransactionChecker.Sequence(frame, source, context);
        if (sequence is TransactionResultResult.TxBadSeq) return (sequence, Meta(ofBump, [], null));

        before.Put(source.WithSequence(frame.Tx.SeqNum, context.Ledger, context.CloseTime));
        var signatures = new SignatureChecker(frame.InnerHash, frame.Inner.Signatures);
        var failure = sequence
            ?? (TransactionChecker.SignedByAll(frame, source, signatures) ? null : new TransactionResultResult.TxBadAuth())
            ?? CheckOperationSignatures(before, signatures);
        RemovePreAuthorized(before);
        var changesBefore = ofBump.Concat(before.Changes()).ToXdrArray();
        before.CommitTo(ledger);
        if (failure is not null) return (failure, Meta(changesBefore, [], null));

        var operations = new LedgerDelta(ledger, context.Ledger);
        var (results, metas, succeeded) = ApplyOperations(operations);
        if (!succeeded) return (new TransactionResultResult.TxFailed(results), Meta(changesBefore, [], null));
        operations.CommitTo(ledger);
        return (new TransactionResultResult.TxSuccess(results), Meta(changesBefore, metas, SorobanMeta()));
    }

    TransactionResultResult? CheckOperationSignatures(LedgerDelta delta, SignatureChecker signatures)
    {
        var results = frame.Tx.Operations.Select(OperationResults.Initial).ToArray();
        var failed = false;
        for (var i = 0; i < results.Length; i++)
        {
            var operation = OperationFrame.Of(frame, i);
            var signed = delta.FindAccount(operation.Source) is { } source
                ? signatures.Check(source, source.Threshold(operation.Level))
                : signatures.CheckKey(operation.Source);
            if (signed) continue;
            failed = true;
            results[i] = new OperationResult.OpBadAuth();
        }
        if (failed) return new TransactionResultResult.TxFailed(results.ToXdrArray());
        return signatures.AllUsed ? null : new TransactionResultResult.TxBadAuthExtra();
    }

    /// <summary>The same of a fee bump's own signer, whatever becomes of what it wraps.</summary>
    XdrArray<LedgerEntryChange> RemovePreAuthorizedBump(LedgerDelta ledger)
    {
        if (frame.Bump is null || ledger.FindAccount(frame.FeeSource) is not { } payer) return [];
        var at = payer.Signers.ToList().FindIndex(signer => signer.Key is SignerKey.PreAuthTx pre && pre.Value == frame.Hash);
        if (at < 0) return [];
        var delta = new LedgerDelta(ledger, context.Ledger);
        delta.Put(AccountSigners.Remove(payer, at));
        var changes = delta.Changes();
        delta.CommitTo(ledger);
        return changes;
    }

    /// <summary>A signer that named this very transaction has done its duty, whether the transaction succeeds or not.</summary>
    void RemovePreAuthorized(LedgerDelta delta)
    {
        var sources = frame.Tx.Operations.Select(frame.SourceOf).Append(frame.Source).Distinct().ToList();
        foreach (var id in sources)
        {
            if (delta.FindAccount(id) is not { } account) continue;
            var at = account.Signers.ToList().FindIndex(signer => signer.Key is SignerKey.PreAuthTx pre && pre.Value == frame.InnerHash);
            if (at >= 0) delta.Put(AccountSigners.Remove(account, at));
        }
    }

    (XdrArray<OperationResult> Results, XdrArray<OperationMetaV2> Metas, bool Succeeded) ApplyOperations(LedgerDelta delta)
    {
        var results = new List<OperationResult>();
        var metas = new List<OperationMetaV2>();
        var succeeded = true;
        for (var i = 0; i < frame.Tx.Operations.Count; i++)
        {
            var operation = OperationFrame.Of(frame, i);
            var own = new LedgerDelta(delta, context.Ledger);
            var operationContext = new OperationContext(context, own, _soroban);
            var outcome = ApplyOne(operation, operationContext);
            results.Add(outcome.Result);
            if (!outcome.Succeeded)
            {
                // The others are still tried, for their results; nothing of it remains.
                succeeded = false;
                continue;
            }
            metas.Add(new OperationMetaV2(own.Changes(), operationContext.Events.ToXdrArray()));
            own.CommitTo(delta);
        }
        return (results.ToXdrArray(), metas.ToXdrArray(), succeeded);
    }

    OperationOutcome ApplyOne(OperationFrame operation, OperationContext operationContext)
    {
        if (operationContext.Delta.FindAccount(operation.Source) is null) return new OperationOutcome(new OperationResult.OpNoAccount(), false);
        if (operation.Check(context) is { } wrong) return new OperationOutcome(wrong, false);
        return operation.Apply(operationContext);
    }

    TransactionMetaV4 Meta(XdrArray<LedgerEntryChange> before, XdrArray<OperationMetaV2> operations, SorobanTransactionMetaV2? soroban) =>
        new(before, operations, [], soroban, [], (_soroban?.Diagnostics ?? []).ToXdrArray());

    SorobanTransactionMetaV2? SorobanMeta() => _soroban is null
        ? null
        : new SorobanTransactionMetaV2(
            new SorobanTransactionMetaExt.V1(new SorobanTransactionMetaExtV1(_soroban.NonRefundable, _soroban.RentFee + _soroban.EventsFee, _soroban.RentFee)),
            _soroban.ReturnValue);
}
