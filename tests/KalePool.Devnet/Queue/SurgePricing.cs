using KalePool.Devnet.Apply;
using KalePool.Devnet.Settings;

namespace KalePool.Devnet.Queue;

/// <summary>
/// Who gets into a full ledger, and what it costs: the highest bids first; where somebody had to stay out, everybody of that phase pays the lowest bid that is in,
/// else the base fee. Classic and contract transactions are phases of their own.
/// </summary>
static class SurgePricing
{
    public static IReadOnlyList<IncludedTransaction> Choose(IReadOnlyCollection<TransactionFrame> waiting, DevnetSettings settings) =>
        [.. Phase(waiting.Where(frame => !frame.IsSoroban), settings), .. Phase(waiting.Where(frame => frame.IsSoroban), settings)];

    static IEnumerable<IncludedTransaction> Phase(IEnumerable<TransactionFrame> waiting, DevnetSettings settings)
    {
        var included = new List<TransactionFrame>();
        var load = new LedgerLoad();
        var leftOut = false;
        var most = LedgerLoad.Most(settings.Limits, 1);
        foreach (var frame in waiting.OrderDescending(BidOrder.Instance))
        {
            var with = load.Plus(LedgerLoad.Of(frame));
            if (!with.Fits(most))
            {
                leftOut = true;
                continue;
            }
            load = with;
            included.Add(frame);
        }
        var rate = leftOut && included.Count > 0 ? included.Min(PerOperation) : settings.BaseFeeStroops;
        return included.Select(frame => new IncludedTransaction(frame, Math.Min(frame.InclusionFee, checked(rate * frame.PaidOperations))));
    }

    static long PerOperation(TransactionFrame frame) => (frame.InclusionFee + frame.PaidOperations - 1) / frame.PaidOperations;
}
