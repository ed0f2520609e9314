using System.Globalization;

namespace KalePool.Devnet.Rpc;

/// <summary>Total order ids: ledger, transaction and operation in one number, and the text ids of events made from them.</summary>
static class Toid
{
    /// <summary>Stands after all transactions of a ledger: refunds.</summary>
    public const int AfterAllTransactions = 1_048_575;

    /// <summary>Stands after a transaction's operations.</summary>
    public const int AfterOperations = 4_095;

    /// <param name="transaction">From 1; 0 before all of them.</param>
    /// <param name="operation">From 0.</param>
    public static long Of(uint ledger, int transaction, int operation) => ((long)ledger << 32) | ((long)transaction << 12) | (long)operation;

    public static string EventId(long toid, uint index) => string.Create(CultureInfo.InvariantCulture, $"{toid:D19}-{index:D10}");
}
