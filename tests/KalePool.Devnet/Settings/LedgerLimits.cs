namespace KalePool.Devnet.Settings;

/// <summary>What one transaction and one ledger may hold. The defaults are mainnet's of July 2026 (protocol 27 and 28).</summary>
public sealed record LedgerLimits
{
    /// <summary>As much as nobody sends; several ledgers' worth of it can still be added up.</summary>
    public const long Most = 1L << 50;

    /// <summary>A ledger takes whatever is sent. One transaction's limits are part of what is valid, so they stay.</summary>
    public static readonly LedgerLimits Unlimited = new()
    {
        LedgerInstructions = Most,
        LedgerDiskReadEntries = Most,
        LedgerDiskReadBytes = Most,
        LedgerWriteEntries = Most,
        LedgerWriteBytes = Most,
        LedgerTransactionBytes = Most,
        LedgerSorobanTransactions = Most,
        LedgerClassicOperations = uint.MaxValue,
    };

    public uint TransactionInstructions { get; init; } = 400_000_000;
    public uint TransactionFootprintEntries { get; init; } = 400;
    public uint TransactionDiskReadEntries { get; init; } = 200;
    public uint TransactionDiskReadBytes { get; init; } = 200_000;
    public uint TransactionWriteEntries { get; init; } = 200;
    public uint TransactionWriteBytes { get; init; } = 132_096;
    public uint TransactionBytes { get; init; } = 132_096;
    public uint TransactionEventBytes { get; init; } = 16_384;
    public uint KeyBytes { get; init; } = 250;
    public uint EntryBytes { get; init; } = 65_536;
    public long LedgerInstructions { get; init; } = 580_000_000;
    public long LedgerDiskReadEntries { get; init; } = 1_000;
    public long LedgerDiskReadBytes { get; init; } = 400_000;
    public long LedgerWriteEntries { get; init; } = 1_000;
    public long LedgerWriteBytes { get; init; } = 286_720;
    public long LedgerTransactionBytes { get; init; } = 266_240;
    public long LedgerSorobanTransactions { get; init; } = 2_000;

    /// <summary>Classic operations in a ledger, the header's maxTxSetSize.</summary>
    public uint LedgerClassicOperations { get; init; } = 1_000;
}
