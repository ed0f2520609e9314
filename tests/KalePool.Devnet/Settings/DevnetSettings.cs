namespace KalePool.Devnet.Settings;

/// <summary>Everything that a devnet is made from; the same settings and clock give the same genesis, ids and keys.</summary>
public sealed record DevnetSettings
{
    public const string DefaultPassphrase = "KalePool devnet ; 2026";

    public string Passphrase { get; init; } = DefaultPassphrase;

    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Servers of the chain, on <see cref="Port"/> and those after it.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>TCP port on 127.0.0.1 for whoever makes things go wrong; 0 takes a free one, null: there is none.</summary>
    public int? AdminPort { get; init; }

    /// <summary>What he must say; null: a new one is made.</summary>
    public string? AdminToken { get; init; }

    /// <summary>A plan of faults to begin with; null: nothing goes wrong.</summary>
    public string? FaultsFile { get; init; }

    /// <summary>File that keeps the chain across restarts; null: it ends with the process.</summary>
    public string? StateFile { get; init; }

    /// <summary>A ledger is closed this often; null: only when <see cref="Server.DevnetServer.CloseLedger"/> is called. Close times are whole seconds, so at least 1000.</summary>
    public int? LedgerMs { get; init; } = 1_000;

    /// <summary>KALE's block interval in seconds; the real one is 300.</summary>
    public uint BlockSeconds { get; init; } = 300;

    /// <summary>FarmIndex at genesis: the index of the last, long past block.</summary>
    public uint StartIndex { get; init; } = 100;

    public uint ProtocolVersion { get; init; } = 28;

    public uint FirstLedger { get; init; } = 1_000;

    /// <summary>Lifetime of temporary entries in ledgers: testnet's; mainnet has 17,280.</summary>
    public uint MinTemporaryTtl { get; init; } = 720;

    public uint MinPersistentTtl { get; init; } = 120_960;

    public uint MaxEntryTtl { get; init; } = 3_110_400;

    public long BaseReserveStroops { get; init; } = 5_000_000;

    public uint BaseFeeStroops { get; init; } = 100;

    /// <summary>How many ledgers back transactions, events and ledgers are answered.</summary>
    public uint RetentionLedgers { get; init; } = 120_960;

    public FeeRates Fees { get; init; } = new();

    public LedgerLimits Limits { get; init; } = new();

    public BlockRanges StartRanges { get; init; } = new();

    public RivalSettings Rivals { get; init; } = new();

    /// <summary>Seed of everything that is random here: the order inside a ledger, nonces of recorded authorizations.</summary>
    public int Seed { get; init; } = 1;
}
