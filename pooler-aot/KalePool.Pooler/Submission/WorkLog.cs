using KalePool.Hashing;
using KalePool.Stellar.Acts;

namespace KalePool.Pooler.Submission;

/// <summary>What is known of works, across restarts: every act from before it was sent until its outcome.</summary>
sealed class WorkLog
{
    const string Success = "success";

    readonly PoolerJournal _journal;
    readonly Lock _lock = new();
    readonly Dictionary<string, ActSubmitted> _open = new(StringComparer.Ordinal);
    readonly Dictionary<string, ActBumped> _bids = new(StringComparer.Ordinal);
    readonly Dictionary<(uint Block, string Wallet), SentWork> _sent = [];

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

    /// <summary>An open act; null when it is settled, or was never sent.</summary>
    public ActSubmitted? Find(string txHash)
    {
        lock (_lock) return _open.GetValueOrDefault(txHash);
    }

    /// <summary>The best work whose act succeeded.</summary>
    public SentWork? SentOf(uint block, string wallet)
    {
        lock (_lock) return _sent.GetValueOrDefault((block, wallet));
    }

    /// <summary>The highest bid around an open act; null where it is still the first one.</summary>
    public ActBumped? BidOf(string txHash)
    {
        lock (_lock) return _bids.GetValueOrDefault(txHash);
    }

    /// <summary>Returns when it is on disk: the envelope may be sent.</summary>
    /// <param name="orders">All works of the envelope, in its order, of one block.</param>
    public void Submitted(IReadOnlyList<WorkOrder> orders, ActEnvelope act)
    {
        var first = orders[0];
        BatchedWork[] more = [.. orders.Skip(1).Select(order => new BatchedWork(order.Wallet, order.Best.Nonce, order.Best.Hash.ToString()))];
        Write(
            new ActSubmitted(
                first.Block, first.Wallet, first.Best.Nonce, first.Best.Hash.ToString(), act.Hash, act.Xdr, act.Source, act.Sequence, act.MaxLedger, act.MaxTime, act.BuiltAfter,
                more.Length == 0 ? null : more),
            isDurable: true);
    }

    /// <summary>Returns when it is on disk: the higher bid may be sent. False, and nothing is written, when the act is settled already.</summary>
    public bool Bumped(string txHash, string xdr, string outerHash, long bid)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(txHash, out var act)) return false;
            Write(new ActBumped(act.Block, txHash, xdr, outerHash, bid), isDurable: true);
            return true;
        }
    }

    /// <param name="failed">Wallets whose works failed inside a transaction that succeeded.</param>
    public void Settled(uint block, string txHash, ActOutcome outcome, IReadOnlyList<string>? failed = null) => Write(
        new ActSettled(
            block, txHash, outcome switch
            {
                ActOutcome.Success => Success,
                ActOutcome.Failed => "failed",
                ActOutcome.NotHappened => "not_happened",
                _ => "unknown",
            },
            failed is { Count: > 0 } ? failed : null, (outcome as ActOutcome.Success)?.Ledger),
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
            case ActSubmitted act:
                _open[act.TxHash] = act;
                break;
            case ActBumped bid:
                _bids[bid.TxHash] = bid;
                break;
            case ActSettled settled when _open.Remove(settled.TxHash, out var act):
                _bids.Remove(settled.TxHash);
                if (settled.Outcome != Success) break;
                foreach (var work in act.Works().Where(work => settled.Failed?.Contains(work.Wallet) != true))
                    _sent[(act.Block, work.Wallet)] = new(FoundOf(work.WorkHash, work.Nonce), act.TxHash, settled.Ledger);
                break;
        }
    }
}
