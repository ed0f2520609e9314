namespace KalePool.Devnet.Faults;

/// <summary>What is wrong with a server's view of the chain, ledger by ledger.</summary>
public abstract record ViewRule : NodeRule;

/// <summary>The server is behind by the same number of ledgers all the time.</summary>
public sealed record Lag : ViewRule
{
    public uint Ledgers { get; set; } = 3;

    internal override IEnumerable<string> Wrong(FaultLimits limits) => [.. base.Wrong(limits), .. Between("ledgers", Ledgers, 1, FaultLimits.MostBehind)];
}

/// <summary>The server hears of no new ledger, until it is as far behind as one can be.</summary>
public sealed record StandsStill : ViewRule
{
    internal override IEnumerable<string> Wrong(FaultLimits limits) =>
        [.. base.Wrong(limits), .. AfterSeconds == 0 ? (IEnumerable<string>)[] : ["after_seconds: the ledger must be known at which it stops, after_ledgers expected"]];
}

/// <summary>The server remembers few ledgers.</summary>
public sealed record ShortRetention : ViewRule
{
    public uint Ledgers { get; set; } = 10;

    internal override IEnumerable<string> Wrong(FaultLimits limits) => [.. base.Wrong(limits), .. Between("ledgers", Ledgers, 1, 1_000_000)];
}

/// <summary>The server's own clock is wrong: by it tells whether it is healthy, and what comes too late. Close times are the network's.</summary>
public sealed record NodeClock : ViewRule
{
    public int Seconds { get; set; }

    internal override IEnumerable<string> Wrong(FaultLimits limits) => [.. base.Wrong(limits), .. Between("seconds", Seconds, -86_400, 86_400)];
}
