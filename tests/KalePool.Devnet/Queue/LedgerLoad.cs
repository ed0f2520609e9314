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

    /// <summary>All that fits into so many ledgers.</summary>
    public static LedgerLoad Most(LedgerLimits limits, int ledgers) => checked(new LedgerLoad(
        limits.LedgerClassicOperations * (long)ledgers,
        limits.LedgerSorobanTransactions * ledgers,
        limits.LedgerInstructions * ledgers,
        limits.LedgerDiskReadEntries * ledgers,
        limits.LedgerDiskReadBytes * ledgers,
        limits.LedgerWriteEntries * ledgers,
        limits.LedgerWriteBytes * ledgers,
        limits.LedgerTransactionBytes * ledgers));

    public LedgerLoad Plus(LedgerLoad other) => new(
        ClassicOperations + other.ClassicOperations,
        SorobanTransactions + other.SorobanTransactions,
        Instructions + other.Instructions,
        DiskReadEntries + other.DiskReadEntries,
        DiskReadBytes + other.DiskReadBytes,
        WriteEntries + other.WriteEntries,
        WriteBytes + other.WriteBytes,
        TransactionBytes + other.TransactionBytes);

    /// <summary>What is left in each dimension, never below zero.</summary>
    public LedgerLoad Minus(LedgerLoad other) => new(
        Math.Max(0, ClassicOperations - other.ClassicOperations),
        Math.Max(0, SorobanTransactions - other.SorobanTransactions),
        Math.Max(0, Instructions - other.Instructions),
        Math.Max(0, DiskReadEntries - other.DiskReadEntries),
        Math.Max(0, DiskReadBytes - other.DiskReadBytes),
        Math.Max(0, WriteEntries - other.WriteEntries),
        Math.Max(0, WriteBytes - other.WriteBytes),
        Math.Max(0, TransactionBytes - other.TransactionBytes));

    public bool Fits(LedgerLoad most) => Minus(most) == default;
}
