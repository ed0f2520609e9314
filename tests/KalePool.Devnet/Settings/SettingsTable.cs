namespace KalePool.Devnet.Settings;

/// <summary>All settings in the order in which they are shown and taken. Parsing, help and README follow from it.</summary>
static class SettingsTable
{
    const int MaxRivals = 500;
    const long Amount = 1_000_000_000_0000000;

    public static readonly IReadOnlyList<Setting> All =
    [
        Setting.Number("--port", "TCP port on 127.0.0.1, 0 takes a free one", 0, 65_535, s => s.Port, (s, v) => s with { Port = (int)v }),
        Setting.Number("--nodes", "servers of the chain, on --port and those after it", 1, 9, s => s.Nodes, (s, v) => s with { Nodes = (int)v }),
        Setting.Optional("--admin-port", "TCP port on 127.0.0.1 where faults are planned, 0 takes a free one; without it nobody can", 0, 65_535, s => s.AdminPort, (s, v) => s with { AdminPort = (int)v }),
        Setting.Text("--admin-token", "what must be said there; without one it is made and printed", "a text that is not blank", s => s.AdminToken, (s, v) => s with { AdminToken = v }),
        Setting.Text("--faults", "file with a plan of faults to begin with", "a file's path", s => s.FaultsFile, (s, v) => s with { FaultsFile = v }),
        Setting.Text("--state", "file that keeps the chain; without one it ends with the process", "a file's path", s => s.StateFile, (s, v) => s with { StateFile = v }),
        Setting.Text("--passphrase", "network passphrase; ids and keys follow from it", "a text that is not blank", s => s.Passphrase, (s, v) => s with { Passphrase = v }, isFixed: true),
        Setting.Number("--protocol", "protocol version", 27, 28, s => s.ProtocolVersion, (s, v) => s with { ProtocolVersion = (uint)v }, isFixed: true),
        Setting.Number(
            "--ledger-ms", "milliseconds between ledgers; close times are whole seconds and must not run ahead of the clock", 1_000, 60_000,
            s => s.LedgerMs ?? 0, (s, v) => s with { LedgerMs = (int)v }),
        Setting.Number("--retention", "ledgers for which transactions, events and ledgers are kept", 10, 1_000_000, s => s.RetentionLedgers, (s, v) => s with { RetentionLedgers = (uint)v }),
        Setting.Number("--base-fee", "least bid for an operation, stroops", 1, 1_000_000, s => s.BaseFeeStroops, (s, v) => s with { BaseFeeStroops = (uint)v }, isFixed: true),
        Setting.Number("--base-reserve", "reserve of an entry, stroops", 1, 1_000_000_000, s => s.BaseReserveStroops, (s, v) => s with { BaseReserveStroops = v }, isFixed: true),
        Setting.Number("--min-temp-ttl", "ledgers for which temporary entries live", 16, 1_000_000, s => s.MinTemporaryTtl, (s, v) => s with { MinTemporaryTtl = (uint)v }),
        Setting.Number("--min-persistent-ttl", "ledgers for which persistent entries live at first", 16, 3_110_400, s => s.MinPersistentTtl, (s, v) => s with { MinPersistentTtl = (uint)v }),
        Setting.Number("--max-ttl", "ledgers for which an entry can live at most", 16, 31_104_000, s => s.MaxEntryTtl, (s, v) => s with { MaxEntryTtl = (uint)v }),
        Setting.Number("--block-seconds", "KALE's block interval", 1, 86_400, s => s.BlockSeconds, (s, v) => s with { BlockSeconds = (uint)v }, isFixed: true),
        Setting.Number("--start-index", "index of the block before the first one", 0, 1_000_000_000, s => s.StartIndex, (s, v) => s with { StartIndex = (uint)v }, isFixed: true),
        Range("--start-min-gap", "least gap of the block before the first one", 1_000_000, r => r.MinGap, (r, v) => r with { MinGap = (uint)v }),
        Range("--start-max-gap", "greatest gap of it", 1_000_000, r => r.MaxGap, (r, v) => r with { MaxGap = (uint)v }),
        Range("--start-min-zeros", "fewest zeros of it", 64, r => r.MinZeros, (r, v) => r with { MinZeros = (uint)v }),
        Range("--start-max-zeros", "most zeros of it", 64, r => r.MaxZeros, (r, v) => r with { MaxZeros = (uint)v }),
        Range("--start-min-stake", "least stake of it, stroops of KALE", Amount, r => r.MinStake, (r, v) => r with { MinStake = v }),
        Range("--start-max-stake", "greatest stake of it, stroops of KALE", Amount, r => r.MaxStake, (r, v) => r with { MaxStake = v }),
        Rival("--rivals", "farmers of devnet's own", MaxRivals, r => r.Count, (r, v) => r with { Count = (int)v }, isFixed: true),
        Rival("--rivals-kale", "KALE each of them has at first, stroops", Amount, r => r.StartBalance, (r, v) => r with { StartBalance = v }, isFixed: true),
        Rival("--rivals-open-after", "seconds after a boundary until one of them opens the block", 86_400, r => r.OpenAfterSeconds, (r, v) => r with { OpenAfterSeconds = (int)v }),
        Rival("--rivals-hashes", "nonces each of them tries for a block", 1_000_000, r => r.HashesPerBlock, (r, v) => r with { HashesPerBlock = (int)v }),
        Setting.Number("--seed", "seed of the order inside ledgers", int.MinValue, int.MaxValue, s => s.Seed, (s, v) => s with { Seed = (int)v }),
        Setting.Flag("--unlimited", "ledgers take whatever is sent; the limits of one transaction stay", s => s.Limits == LedgerLimits.Unlimited, (s, v) => v ? s with { Limits = LedgerLimits.Unlimited } : s),
        .. LimitsTable.All,
    ];

    static Setting Range(string option, string meaning, long max, Func<BlockRanges, long> get, Func<BlockRanges, long, BlockRanges> set) =>
        Setting.Number(option, meaning, 0, max, s => get(s.StartRanges), (s, v) => s with { StartRanges = set(s.StartRanges, v) }, isFixed: true);

    static Setting Rival(string option, string meaning, long max, Func<RivalSettings, long> get, Func<RivalSettings, long, RivalSettings> set, bool isFixed = false) =>
        Setting.Number(option, meaning, 0, max, s => get(s.Rivals), (s, v) => s with { Rivals = set(s.Rivals, v) }, isFixed);
}
