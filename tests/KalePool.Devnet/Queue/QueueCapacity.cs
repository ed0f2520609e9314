using KalePool.Devnet.Apply;
using KalePool.Devnet.Settings;

namespace KalePool.Devnet.Queue;

/// <summary>How much may wait: classic operations for four ledgers, contract transactions for two.</summary>
static class QueueCapacity
{
    const int ClassicLedgers = 4;
    const int SorobanLedgers = 2;

    public static bool Fits(IEnumerable<TransactionFrame> waiting, TransactionFrame added, LedgerLimits limits)
    {
        var load = waiting.Where(frame => frame.IsSoroban == added.IsSoroban).Aggregate(LedgerLoad.Of(added), (sum, frame) => sum.Plus(LedgerLoad.Of(frame)));
        return load.Fits(limits, added.IsSoroban ? SorobanLedgers : ClassicLedgers);
    }
}
