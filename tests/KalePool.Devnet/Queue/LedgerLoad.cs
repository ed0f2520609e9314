using KalePool.Devnet.Apply;
using KalePool.Devnet.Settings;

namespace KalePool.Devnet.Queue;

/// <summary>What transactions take of a ledger's limits, one dimension each.</summary>
readonly record struct LedgerLoad(
    long ClassicOperations, long SorobanTransactions, long Instructions, long DiskReadEntries, long DiskReadBytes, long WriteEntries, long WriteBytes, long TransactionBytes)
{
    public static LedgerLoad Of(TransactionFrame frame)
    {
        if (!frame.IsSoroban) return new LedgerLoad(frame.PaidOperations, 0, 0, 0, 0, 0, 0, 0);
        var resources = frame.Soroban!.Resources;
        return new LedgerLoad(
            0, 1, resources.Instructions, ResourceFees.DiskReadEntries(frame.Soroban), resources.DiskReadBytes, resources.Footprint.ReadWrite.Count, resources.WriteBytes, frame.Size);
    }

    public LedgerLoad Plus(LedgerLoad other) => new(
        ClassicOperations + other.ClassicOperations,
        SorobanTransactions + other.SorobanTransactions,
        Instructions + other.Instructions,
        DiskReadEntries + other.DiskReadEntries,
        DiskReadBytes + other.DiskReadBytes,
        WriteEntries + other.WriteEntries,
        WriteBytes + other.WriteBytes,
        TransactionBytes + other.TransactionBytes);

    /// <param name="ledgers">For how many ledgers' worth.</param>
    public bool Fits(LedgerLimits limits, int ledgers = 1) =>
        ClassicOperations <= limits.LedgerClassicOperations * ledgers
        && SorobanTransactions <= limits.LedgerSorobanTransactions * ledgers
        && Instructions <= limits.LedgerInstructions * ledgers
        && DiskReadEntries <= limits.LedgerDiskReadEntries * ledgers
        && DiskReadBytes <= limits.LedgerDiskReadBytes * ledgers
        && WriteEntries <= limits.LedgerWriteEntries * ledgers
        && WriteBytes <= limits.LedgerWriteBytes * ledgers
        && TransactionBytes <= limits.LedgerTransactionBytes * ledgers;
}
