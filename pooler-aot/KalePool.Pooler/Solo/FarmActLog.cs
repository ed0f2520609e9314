using KalePool.Pooler.Submission;
using KalePool.Stellar.Acts;

namespace KalePool.Pooler.Solo;

/// <summary>What is known of plants and harvests of one's own accounts, across restarts: every act from before it was sent until its outcome.</summary>
sealed class FarmActLog
{
    const string Success = "success";

    readonly PoolerJournal _journal;
    readonly Lock _lock = new();
    readonly Dictionary<string, FarmActSubmitted> _open = new(StringComparer.Ordinal);
    readonly Dictionary<(string Wallet, uint Block, string Kind), (FarmActSubmitted Act, FarmActSettled Settled)> _done = [];

    public FarmActLog(PoolerJournal journal)
    {
        _journal = journal;
        foreach (var record in journal.Records) Apply(record);
    }

    /// <summary>Acts whose outcome is not known.</summary>
    public IReadOnlyList<FarmActSubmitted> Open
    {
        get
        {
            lock (_lock) return [.. _open.Values];
        }
    }

    /// <summary>The act of that kind that succeeded; null where there is none.</summary>
    public (FarmActSubmitted Act, FarmActSettled Settled)? Find(string wallet, uint block, string kind)
    {
        lock (_lock) return _done.TryGetValue((wallet, block, kind), out var done) ? done : null;
    }

    /// <summary>Returns when it is on disk: the envelope may be sent.</summary>
    public void Submitted(uint block, string wallet, string kind, long stake, ActEnvelope act) =>
        Write(new FarmActSubmitted(block, wallet, kind, stake, act.Hash, act.Xdr, act.Sequence, act.MaxLedger, act.MaxTime, act.BuiltAfter));

    /// <param name="reward">Stroops that a harvest minted.</param>
    public void Settled(uint block, string txHash, ActOutcome outcome, long reward) => Write(new FarmActSettled(
        block, txHash, outcome switch
        {
            ActOutcome.Success => Success,
            ActOutcome.Failed => "failed",
            ActOutcome.NotHappened => "not_happened",
            _ => "unknown",
        }, reward));

    public static ActEnvelope EnvelopeOf(FarmActSubmitted act) => new(act.TxHash, act.Xdr, act.Wallet, act.Sequence, act.MaxLedger, act.MaxTime, act.BuiltAfter);

    void Write(JournalRecord record)
    {
        lock (_lock)
        {
            _journal.Append(record, isDurable: true);
            Apply(record);
        }
    }

    void Apply(JournalRecord record)
    {
        if (record is FarmActSubmitted act) _open[act.TxHash] = act;
        else if (record is FarmActSettled settled && _open.Remove(settled.TxHash, out var sent) && settled.Outcome == Success) _done[(sent.Wallet, sent.Block, sent.Kind)] = (sent, settled);
    }
}
