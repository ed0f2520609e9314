using KalePool.Hashing;
using KalePool.Stellar.Acts;

namespace KalePool.Pooler.Submission;

/// <summary>What is known of works, across restarts: the best hash of each farmer and block, and every act from before it was sent until its outcome.</summary>
sealed class WorkLog
{
    const string Success = "success";

    readonly PoolerJournal _journal;
    readonly Lock _lock = new();
    readonly Dictionary<(uint Block, string Wallet), Found> _best = [];
    readonly Dictionary<string, ActSubmitted> _open = new(StringComparer.Ordinal);
    readonly Dictionary<(uint Block, string Wallet), (Found Work, string TxHash)> _sent = [];

    public WorkLog(PoolerJournal journal)
    {
        _journal = journal;
        foreach (var record in journal.Records) Apply(record);
    }

    /// <summary>Acts whose outcome is not known.</summary>
    public IReadOnlyList<ActSubmitted> Open
    {
        get
        {
            lock (_lock) return [.. _open.Values];
        }
    }

    public Found? BestOf(uint block, string wallet)
    {
        lock (_lock) return _best.TryGetValue((block, wallet), out var found) ? found : null;
    }

    /// <summary>The best work whose act succeeded.</summary>
    public (Found Work, string TxHash)? SentOf(uint block, string wallet)
    {
        lock (_lock) return _sent.TryGetValue((block, wallet), out var sent) ? sent : null;
    }

    /// <summary>Not awaited on disk: what a crash of the machine loses here is work, not money.</summary>
    public void Found(uint block, string wallet, Found found) => Write(new BestFound(block, wallet, found.Nonce, found.Hash.ToString()), isDurable: false);

    /// <summary>Returns when it is on disk: the envelope may be sent.</summary>
    public void Submitted(WorkOrder order, ActEnvelope act) => Write(
        new ActSubmitted(
            order.Block, order.Wallet, order.Best.Nonce, order.Best.Hash.ToString(), act.Hash, act.Xdr, act.Source, act.Sequence, act.MaxLedger, act.MaxTime, act.BuiltAfter),
        isDurable: true);

    public void Settled(uint block, string txHash, ActOutcome outcome) => Write(
        new ActSettled(block, txHash, outcome switch
        {
            ActOutcome.Success => Success,
            ActOutcome.Failed => "failed",
            ActOutcome.NotHappened => "not_happened",
            _ => "unknown",
        }),
        isDurable: true);

    public static ActEnvelope EnvelopeOf(ActSubmitted act) => new(act.TxHash, act.Xdr, act.Source, act.Sequence, act.MaxLedger, act.MaxTime, act.BuiltAfter);

    public static Found FoundOf(string hash, ulong nonce)
    {
        var digest = Digest.FromBytes(Convert.FromHexString(hash));
        return new(nonce, digest, digest.Zeros);
    }

    void Write(JournalRecord record, bool isDurable)
    {
        lock (_lock)
        {
            _journal.Append(record, isDurable);
            Apply(record);
        }
    }

    void Apply(JournalRecord record)
    {
        switch (record)
        {
            case BestFound best:
                var found = FoundOf(best.Hash, best.Nonce);
                if (!_best.TryGetValue((best.Block, best.Wallet), out var before) || found.Zeros > before.Zeros) _best[(best.Block, best.Wallet)] = found;
                break;
            case ActSubmitted act:
                _open[act.TxHash] = act;
                break;
            case ActSettled settled when _open.Remove(settled.TxHash, out var act) && settled.Outcome == Success:
                _sent[(act.Block, act.Wallet)] = (FoundOf(act.WorkHash, act.Nonce), act.TxHash);
                break;
        }
    }
}
