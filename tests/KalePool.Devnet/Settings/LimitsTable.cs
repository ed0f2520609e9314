namespace KalePool.Devnet.Settings;

/// <summary>The settings of what one transaction and one ledger may hold.</summary>
static class LimitsTable
{
    public static readonly IReadOnlyList<Setting> All =
    [
        Limit("--tx-instructions", "instructions of a transaction", uint.MaxValue, l => l.TransactionInstructions, (l, v) => l with { TransactionInstructions = (uint)v }),
        Limit("--tx-footprint", "keys in its footprint", uint.MaxValue, l => l.TransactionFootprintEntries, (l, v) => l with { TransactionFootprintEntries = (uint)v }),
        Limit("--tx-read-entries", "entries it reads from disk", uint.MaxValue, l => l.TransactionDiskReadEntries, (l, v) => l with { TransactionDiskReadEntries = (uint)v }),
        Limit("--tx-read-bytes", "bytes it reads from disk", uint.MaxValue, l => l.TransactionDiskReadBytes, (l, v) => l with { TransactionDiskReadBytes = (uint)v }),
        Limit("--tx-write-entries", "entries it writes", uint.MaxValue, l => l.TransactionWriteEntries, (l, v) => l with { TransactionWriteEntries = (uint)v }),
        Limit("--tx-write-bytes", "bytes it writes", uint.MaxValue, l => l.TransactionWriteBytes, (l, v) => l with { TransactionWriteBytes = (uint)v }),
        Limit("--tx-bytes", "bytes of its envelope", uint.MaxValue, l => l.TransactionBytes, (l, v) => l with { TransactionBytes = (uint)v }),
        Limit("--tx-event-bytes", "bytes of its events and return value", uint.MaxValue, l => l.TransactionEventBytes, (l, v) => l with { TransactionEventBytes = (uint)v }),
        Limit("--key-bytes", "bytes of a contract's key", uint.MaxValue, l => l.KeyBytes, (l, v) => l with { KeyBytes = (uint)v }),
        Limit("--entry-bytes", "bytes of a contract's entry", uint.MaxValue, l => l.EntryBytes, (l, v) => l with { EntryBytes = (uint)v }),
        Limit("--ledger-instructions", "instructions in a ledger", LedgerLimits.Most, l => l.LedgerInstructions, (l, v) => l with { LedgerInstructions = v }),
        Limit("--ledger-read-entries", "entries read from disk in it", LedgerLimits.Most, l => l.LedgerDiskReadEntries, (l, v) => l with { LedgerDiskReadEntries = v }),
        Limit("--ledger-read-bytes", "bytes read from disk in it", LedgerLimits.Most, l => l.LedgerDiskReadBytes, (l, v) => l with { LedgerDiskReadBytes = v }),
        Limit("--ledger-write-entries", "entries written in it", LedgerLimits.Most, l => l.LedgerWriteEntries, (l, v) => l with { LedgerWriteEntries = v }),
        Limit("--ledger-write-bytes", "bytes written in it", LedgerLimits.Most, l => l.LedgerWriteBytes, (l, v) => l with { LedgerWriteBytes = v }),
        Limit("--ledger-bytes", "bytes of contract transactions in it", LedgerLimits.Most, l => l.LedgerTransactionBytes, (l, v) => l with { LedgerTransactionBytes = v }),
        Limit("--ledger-contract-txs", "contract transactions in it", LedgerLimits.Most, l => l.LedgerSorobanTransactions, (l, v) => l with { LedgerSorobanTransactions = v }),
        Limit("--ledger-classic-ops", "classic operations in it", uint.MaxValue, l => l.LedgerClassicOperations, (l, v) => l with { LedgerClassicOperations = (uint)v }),
    ];

    static Setting Limit(string option, string meaning, long max, Func<LedgerLimits, long> get, Func<LedgerLimits, long, LedgerLimits> set) =>
        Setting.Number(option, meaning, 1, max, s => get(s.Limits), (s, v) => s with { Limits = set(s.Limits, v) });
}
