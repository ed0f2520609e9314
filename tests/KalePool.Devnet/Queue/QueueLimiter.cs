using KalePool.Devnet.Apply;

namespace KalePool.Devnet.Queue;

/// <summary>
/// How much may wait of one kind, and who has to go when it is full: the lowest bids, if the newcomer bids more than each of them. Once one has gone, whoever
/// comes before the next ledger must bid more than it did, so that nobody gets in for less by taking less room.
/// </summary>
sealed class QueueLimiter(LedgerLoad most)
{
    readonly SortedSet<TransactionFrame> _waiting = new(BidOrder.Instance);
    LedgerLoad _load;
    (long Fee, int Operations)? _evicted;

    /// <summary>Whether there is room.</summary>
    public abstract record Answer
    {
        /// <param name="Evicted">Who has to go for it.</param>
        public sealed record Room(IReadOnlyList<TransactionFrame> Evicted) : Answer;

        /// <param name="FeeToBeat">The full fee that would get it in, stroops; null: none would.</param>
        public sealed record Full(long? FeeToBeat) : Answer;
    }

    /// <param name="replaced">Makes room by going anyway.</param>
    public Answer RoomFor(TransactionFrame frame, TransactionFrame? replaced)
    {
        if (_evicted is var (fee, operations) && BidOrder.Compare(frame, fee, operations) <= 0) return new Answer.Full(BidOrder.FeeToBeat(frame, fee, operations));
        var more = LedgerLoad.Of(frame).Minus(replaced is null ? default : LedgerLoad.Of(replaced));
        if (!more.Fits(most)) return new Answer.Full(null);
        var needed = _load.Plus(more).Minus(most);
        var evicted = new List<TransactionFrame>();
        foreach (var lowest in _waiting)
        {
            if (needed == default) break;
            if (BidOrder.Compare(frame, lowest.InclusionFee, lowest.PaidOperations) <= 0)
            {
                return new Answer.Full(BidOrder.FeeToBeat(frame, lowest.InclusionFee, lowest.PaidOperations));
            }
            if (lowest.Source == frame.Source) return new Answer.Full(null);
            evicted.Add(lowest);
            needed = needed.Minus(LedgerLoad.Of(lowest));
        }
        return new Answer.Room(evicted);
    }

    public void Add(TransactionFrame frame)
    {
        if (_waiting.Add(frame)) _load = _load.Plus(LedgerLoad.Of(frame));
    }

    public void Remove(TransactionFrame frame)
    {
        if (_waiting.Remove(frame)) _load = _load.Minus(LedgerLoad.Of(frame));
    }

    public void Evict(TransactionFrame frame)
    {
        Remove(frame);
        _evicted = (frame.InclusionFee, frame.PaidOperations);
    }

    /// <summary>With each ledger the bids begin anew.</summary>
    public void ForgetEvicted() => _evicted = null;
}
