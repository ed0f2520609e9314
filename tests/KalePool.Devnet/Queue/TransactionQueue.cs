using KalePool.Devnet.Apply;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Queue;

/// <summary>Transactions that wait for a ledger: one a source account. Not for several threads at once.</summary>
sealed class TransactionQueue(DevnetSettings settings)
{
    /// <summary>Ledgers after which a transaction that did not get in is dropped.</summary>
    const int MaxAge = 4;

    /// <summary>Ledgers for which a dropped or applied transaction is not taken again.</summary>
    const int BanLedgers = 10;

    /// <summary>How much more a fee bump must bid to take the place of the transaction before it.</summary>
    const int ReplaceFactor = 10;

    readonly Dictionary<PublicKey, Waiting> _waiting = [];
    readonly Dictionary<Opaque, uint> _bannedUntil = [];

    sealed record Waiting(TransactionFrame Frame, int Age);

    public int Count => _waiting.Count;

    /// <param name="context">The ledger after the latest, with the latest's close time and the latest time the next may close at.</param>
    public QueueAnswer Submit(TransactionFrame frame, LedgerState ledger, LedgerContext context)
    {
        if (_bannedUntil.ContainsKey(frame.Hash)) return Answer(frame, QueueStatus.TryAgainLater);
        var before = _waiting.GetValueOrDefault(frame.Source);
        if (before is not null && AgainstWaiting(frame, before.Frame) is { } refused) return refused;
        var verdict = TransactionChecker.CheckForQueue(frame, ledger, context);
        if (verdict.Failure is { } failure) return Error(frame, failure, verdict.FeeCharged);
        if (!CanPayAll(frame, before?.Frame, ledger)) return Error(frame, new TransactionResultResult.TxInsufficientBalance(), 0);
        if (!QueueCapacity.Fits(_waiting.Values.Select(waiting => waiting.Frame).Where(other => other != before?.Frame), frame, settings.Limits))
        {
            Ban(frame.Hash, ledger.Sequence);
            return Answer(frame, QueueStatus.TryAgainLater);
        }
        _waiting[frame.Source] = new Waiting(frame, 0);
        return Answer(frame, QueueStatus.Pending);
    }

    /// <summary>Chooses the next ledger's transactions and drops what can no longer be valid.</summary>
    public IReadOnlyList<IncludedTransaction> Take(LedgerState ledger, LedgerContext context)
    {
        foreach (var (source, waiting) in _waiting.ToList())
        {
            if (TransactionChecker.CheckForQueue(waiting.Frame, ledger, context).IsValid) continue;
            _waiting.Remove(source);
            Ban(waiting.Frame.Hash, ledger.Sequence);
        }
        return SurgePricing.Choose([.. _waiting.Values.Select(waiting => waiting.Frame)], settings);
    }

    /// <summary>Forgets what was applied and ages the rest.</summary>
    public void AfterClose(ClosedLedger closed)
    {
        foreach (var expired in _bannedUntil.Where(ban => ban.Value <= closed.Sequence).Select(ban => ban.Key).ToList()) _bannedUntil.Remove(expired);
        var applied = closed.Transactions.Select(tx => tx.Hash).ToHashSet();
        foreach (var hash in applied) Ban(hash, closed.Sequence);
        foreach (var (source, waiting) in _waiting.ToList())
        {
            if (applied.Contains(waiting.Frame.Hash))
            {
                _waiting.Remove(source);
            }
            else if (waiting.Age + 1 >= MaxAge)
            {
                _waiting.Remove(source);
                Ban(waiting.Frame.Hash, closed.Sequence);
            }
            else
            {
                _waiting[source] = waiting with { Age = waiting.Age + 1 };
            }
        }
    }

    static QueueAnswer? AgainstWaiting(TransactionFrame frame, TransactionFrame waiting)
    {
        if (frame.Hash == waiting.Hash) return Answer(frame, QueueStatus.Duplicate);
        if (frame.Tx.SeqNum < waiting.Tx.SeqNum) return Error(frame, new TransactionResultResult.TxBadSeq(), 0);
        if (frame.Bump is null || frame.Tx.SeqNum != waiting.Tx.SeqNum) return Answer(frame, QueueStatus.TryAgainLater);
        var needed = ((Int128)waiting.InclusionFee * frame.PaidOperations * ReplaceFactor + waiting.PaidOperations - 1) / waiting.PaidOperations;
        return frame.InclusionFee >= needed ? null : Error(frame, new TransactionResultResult.TxInsufficientFee(), (long)needed + frame.ResourceFee);
    }

    /// <summary>All that one payer has bid for at once must be there.</summary>
    bool CanPayAll(TransactionFrame frame, TransactionFrame? replaced, LedgerState ledger)
    {
        var payer = ledger.FindAccount(frame.FeeSource);
        if (payer is null) return false;
        var bid = _waiting.Values.Where(waiting => waiting.Frame.FeeSource == frame.FeeSource && waiting.Frame != replaced).Sum(waiting => waiting.Frame.FullFee);
        return bid + frame.FullFee <= payer.Available(settings.BaseReserveStroops);
    }

    void Ban(Opaque hash, uint ledger) => _bannedUntil[hash] = ledger + BanLedgers;

    static QueueAnswer Answer(TransactionFrame frame, QueueStatus status) => new(status, frame.Hash, null);

    static QueueAnswer Error(TransactionFrame frame, TransactionResultResult failure, long feeCharged) =>
        new(QueueStatus.Error, frame.Hash, new TransactionResult(feeCharged, failure));
}
