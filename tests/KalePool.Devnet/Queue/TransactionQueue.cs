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

    /// <summary>Ledgers' worth of classic operations and of contract transactions that may wait.</summary>
    const int ClassicLedgers = 4;
    const int SorobanLedgers = 2;

    readonly QueueLimiter _classic = new(LedgerLoad.Most(settings.Limits, ClassicLedgers));
    readonly QueueLimiter _soroban = new(LedgerLoad.Most(settings.Limits, SorobanLedgers));
    readonly Dictionary<PublicKey, Waiting> _waiting = [];
    readonly Dictionary<PublicKey, Promised> _promised = [];
    readonly Dictionary<Opaque, uint> _bannedUntil = [];

    sealed record Waiting(TransactionFrame Frame, int Age);

    /// <summary>The full fees of all that one account is to pay for.</summary>
    readonly record struct Promised(long Fees, int Classic, int Soroban);

    public int Count => _waiting.Count;

    /// <param name="check">Checks the transaction against the latest ledger; asked only if the queue itself has nothing against it.</param>
    public QueueAnswer Submit(TransactionFrame frame, LedgerState ledger, Func<Verdict> check)
    {
        if (IsPendingInOtherKind(frame)) return Answer(frame, QueueStatus.TryAgainLater);
        if (!HasReadableFee(frame)) return Error(frame, new TransactionResultResult.TxMalformed(), 0);
        if (_bannedUntil.ContainsKey(frame.Hash)) return Answer(frame, QueueStatus.TryAgainLater);
        if (frame.InclusionFee < 0) return Error(frame, new TransactionResultResult.TxMalformed(), 0);
        var before = _waiting.GetValueOrDefault(frame.Source);
        if (before is not null && AgainstWaiting(frame, before.Frame) is { } refused) return refused;
        var limiter = LimiterOf(frame);
        var answer = limiter.RoomFor(frame, before?.Frame);
        if (answer is not QueueLimiter.Answer.Room room) return NoRoom(frame, ledger, answer);
        var verdict = check();
        if (verdict.Failure is { } failure) return Error(frame, failure, verdict.FeeCharged);
        if (!CanPayAll(frame, before?.Frame, ledger)) return Error(frame, new TransactionResultResult.TxInsufficientBalance(), 0);
        if (before is not null) Remove(before.Frame);
        foreach (var evicted in room.Evicted)
        {
            limiter.Evict(evicted);
            Remove(evicted);
            Ban(evicted.Hash, ledger.Sequence);
        }
        Add(frame, before?.Age ?? 0);
        return Answer(frame, QueueStatus.Pending);
    }

    /// <summary>Chooses the next ledger's transactions and drops what can no longer be valid. What is chosen waits until <see cref="AfterClose"/>.</summary>
    /// <param name="brought">What waits elsewhere; of two of one source the higher bid counts.</param>
    public IReadOnlyList<IncludedTransaction> Take(LedgerState ledger, LedgerContext context, IReadOnlyList<TransactionFrame> brought, IPeers? peers)
    {
        foreach (var (_, waiting) in _waiting.ToList())
        {
            if (TransactionChecker.CheckForQueue(waiting.Frame, ledger, context).IsValid) continue;
            Remove(waiting.Frame);
            Ban(waiting.Frame.Hash, ledger.Sequence);
        }
        var known = _waiting.Values.Select(waiting => waiting.Frame).Where(frame => peers?.Knows(frame) ?? true).Concat(brought);
        return SurgePricing.Choose([.. known.GroupBy(frame => frame.Source).Select(frames => frames.Max(BidOrder.Instance)!)], settings);
    }

    /// <summary>Forgets what was applied, with all that is as old for the same source, and ages the rest.</summary>
    public void AfterClose(ClosedLedger closed, IReadOnlyList<IncludedTransaction> applied)
    {
        foreach (var expired in _bannedUntil.Where(ban => ban.Value <= closed.Sequence).Select(ban => ban.Key).ToList()) _bannedUntil.Remove(expired);
        foreach (var (frame, _) in applied)
        {
            Ban(frame.Hash, closed.Sequence);
            if (_waiting.TryGetValue(frame.Source, out var waiting) && waiting.Frame.Tx.SeqNum <= frame.Tx.SeqNum) Remove(waiting.Frame);
        }
        foreach (var (source, waiting) in _waiting.ToList())
        {
            if (waiting.Age + 1 < MaxAge)
            {
                _waiting[source] = waiting with { Age = waiting.Age + 1 };
                continue;
            }
            Remove(waiting.Frame);
            Ban(waiting.Frame.Hash, closed.Sequence);
        }
        _classic.ForgetEvicted();
        _soroban.ForgetEvicted();
    }

    /// <summary>An account that has a transaction of the one kind waiting, or is to pay for one, may not send the other kind.</summary>
    bool IsPendingInOtherKind(TransactionFrame frame) =>
        (_waiting.TryGetValue(frame.Source, out var waiting) && waiting.Frame.IsSoroban != frame.IsSoroban)
        || (_promised.TryGetValue(frame.Source, out var promised) && (frame.IsSoroban ? promised.Classic : promised.Soroban) > 0);

    /// <summary>Without it no bid can be told, so this is looked at before anything else.</summary>
    static bool HasReadableFee(TransactionFrame frame) =>
        !frame.IsSoroban || frame.Soroban is { ResourceFee: >= 0 and <= SorobanRules.MaxResourceFee };

    QueueAnswer? AgainstWaiting(TransactionFrame frame, TransactionFrame waiting)
    {
        if (frame.Hash == waiting.Hash || (frame.Bump is null && frame.Hash == waiting.InnerHash)) return Answer(frame, QueueStatus.Duplicate);
        if (frame.Tx.SeqNum < waiting.Tx.SeqNum) return Error(frame, new TransactionResultResult.TxBadSeq(), 0);
        if (frame.IsSoroban && SorobanRules.Check(frame, settings) is { } wrong) return Error(frame, wrong, 0);
        if (frame.Bump is null || frame.Tx.SeqNum != waiting.Tx.SeqNum) return Answer(frame, QueueStatus.TryAgainLater);
        var needed = ((Int128)waiting.InclusionFee * frame.PaidOperations * ReplaceFactor + waiting.PaidOperations - 1) / waiting.PaidOperations;
        return frame.InclusionFee >= needed ? null : Error(frame, new TransactionResultResult.TxInsufficientFee(), (long)needed + frame.ResourceFee);
    }

    QueueAnswer NoRoom(TransactionFrame frame, LedgerState ledger, QueueLimiter.Answer answer)
    {
        Ban(frame.Hash, ledger.Sequence);
        return answer is QueueLimiter.Answer.Full { FeeToBeat: { } fee } ? Error(frame, new TransactionResultResult.TxInsufficientFee(), fee) : Answer(frame, QueueStatus.TryAgainLater);
    }

    /// <summary>All that one payer has bid for at once must be there.</summary>
    bool CanPayAll(TransactionFrame frame, TransactionFrame? replaced, LedgerState ledger)
    {
        var payer = ledger.FindAccount(frame.FeeSource);
        if (payer is null) return false;
        var bid = _promised.GetValueOrDefault(frame.FeeSource).Fees - (replaced?.FeeSource == frame.FeeSource ? replaced.FullFee : 0);
        return bid + frame.FullFee <= payer.Available(settings.BaseReserveStroops);
    }

    QueueLimiter LimiterOf(TransactionFrame frame) => frame.IsSoroban ? _soroban : _classic;

    void Add(TransactionFrame frame, int age)
    {
        _waiting[frame.Source] = new Waiting(frame, age);
        LimiterOf(frame).Add(frame);
        Promise(frame, 1);
    }

    void Remove(TransactionFrame frame)
    {
        _waiting.Remove(frame.Source);
        LimiterOf(frame).Remove(frame);
        Promise(frame, -1);
    }

    void Promise(TransactionFrame frame, int sign)
    {
        var before = _promised.GetValueOrDefault(frame.FeeSource);
        var after = new Promised(
            checked(before.Fees + sign * frame.FullFee), before.Classic + (frame.IsSoroban ? 0 : sign), before.Soroban + (frame.IsSoroban ? sign : 0));
        if (after == default) _promised.Remove(frame.FeeSource);
        else _promised[frame.FeeSource] = after;
    }

    void Ban(Opaque hash, uint ledger) => _bannedUntil[hash] = ledger + BanLedgers;

    static QueueAnswer Answer(TransactionFrame frame, QueueStatus status) => new(status, frame.Hash, null);

    static QueueAnswer Error(TransactionFrame frame, TransactionResultResult failure, long feeCharged) =>
        new(QueueStatus.Error, frame.Hash, new TransactionResult(feeCharged, failure));
}
