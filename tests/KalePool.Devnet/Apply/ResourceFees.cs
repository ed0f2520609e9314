using KalePool.Devnet.Settings;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>Prices of what a contract call declares (not refundable) and of what it leaves behind (refundable). All in stroops, rounded up a part.</summary>
public static class ResourceFees
{
    const long Kb = 1_024;

    /// <summary>Bytes of a result that history keeps for each transaction.</summary>
    const long ResultBytes = 300;

    /// <summary>The footprint keys that are read from disk: the classic ones; restored entries come on top.</summary>
    public static int DiskReadEntries(SorobanTransactionData data) =>
        data.Resources.Footprint.ReadOnly.Concat(data.Resources.Footprint.ReadWrite).Count(key => key is LedgerKey.Account or LedgerKey.Trustline)
        + Archived(data);

    static int Archived(SorobanTransactionData data) => data.Ext is SorobanTransactionDataExt.V1 ext ? ext.Value.ArchivedSorobanEntries.Count : 0;

    /// <param name="size">Bytes of the envelope.</param>
    public static long NonRefundable(SorobanTransactionData data, long size, FeeRates rates)
    {
        var resources = data.Resources;
        return checked(
            PerIncrement(resources.Instructions, rates.Per10kInstructions, 10_000)
            + DiskReadEntries(data) * rates.PerDiskReadEntry
            + resources.Footprint.ReadWrite.Count * rates.PerWriteEntry
            + PerIncrement(resources.DiskReadBytes, rates.PerDiskRead1Kb, Kb)
            + PerIncrement(resources.WriteBytes, rates.PerWrite1Kb, Kb)
            + PerIncrement(size + ResultBytes, rates.PerHistorical1Kb, Kb)
            + PerIncrement(size, rates.PerTransactionSize1Kb, Kb));
    }

    /// <param name="bytes">Contract events and return value.</param>
    public static long Events(long bytes, FeeRates rates) => PerIncrement(bytes, rates.PerEvents1Kb, Kb);

    public static long PerIncrement(long amount, long rate, long increment) => checked((amount * rate + increment - 1) / increment);
}
