using KalePool.Devnet.Apply;

namespace KalePool.Devnet.Queue;

/// <summary>Bids for inclusion per operation, compared without rounding; equal ones by hash, so that the order is total.</summary>
sealed class BidOrder : IComparer<TransactionFrame>
{
    public static readonly BidOrder Instance = new();

    BidOrder()
    {
    }

    public int Compare(TransactionFrame? x, TransactionFrame? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var bid = Compare(x, y.InclusionFee, y.PaidOperations);
        return bid != 0 ? bid : x.Hash.CompareTo(y.Hash);
    }

    public static int Compare(TransactionFrame frame, long fee, int operations) =>
        ((Int128)frame.InclusionFee * operations).CompareTo((Int128)fee * frame.PaidOperations);

    /// <summary>The least full fee with which <paramref name="frame"/> would bid more than <paramref name="fee"/> for so many operations.</summary>
    public static long FeeToBeat(TransactionFrame frame, long fee, int operations) => checked((long)((Int128)fee * frame.PaidOperations / operations) + 1 + frame.ResourceFee);
}
