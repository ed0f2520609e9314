namespace KalePool.Devnet.Faults;

/// <summary>What happens to the whole chain. Nothing that a real one could not do.</summary>
public abstract record ChainRule : FaultRule;

/// <summary>No ledgers close; the clock goes on.</summary>
public sealed record Halted : ChainRule
{
    internal override IEnumerable<string> Wrong(FaultLimits limits) =>
        [.. base.Wrong(limits), .. ForLedgers is null ? (IEnumerable<string>)[] : ["for_ledgers: a halted chain closes none, for_seconds expected"]];
}

/// <summary>Those who make ledgers have a wrong clock: close times are off.</summary>
public sealed record ChainClock : ChainRule
{
    public int Seconds { get; set; }

    internal override IEnumerable<string> Wrong(FaultLimits limits) => [.. base.Wrong(limits), .. Between("seconds", Seconds, -FaultLimits.MostSlipSeconds, FaultLimits.MostSlipSeconds)];
}

/// <summary>Strangers fill queue and ledgers, by transactions that succeed.</summary>
public abstract record Crowd : ChainRule
{
    /// <summary>Stroops an operation that they bid.</summary>
    public uint Bid { get; set; }

    /// <summary>Of each ledger, that they leave.</summary>
    public uint FreePercent { get; set; }

    internal override IEnumerable<string> Wrong(FaultLimits limits) =>
    [
        .. base.Wrong(limits),
        .. Between("bid", Bid, 100, 40_000_000),
        .. Between("free_percent", FreePercent, 0, 99),
        .. limits.CanFill ? (IEnumerable<string>)[] : ["fault: ledgers have no limits here that could be filled"],
    ];
}

/// <summary>The strangers bid the least: who bids more is preferred.</summary>
public sealed record FullLedgers : Crowd
{
    public FullLedgers() => Bid = 100;
}

/// <summary>The strangers bid much, so that everybody pays much.</summary>
public sealed record FeeSurge : Crowd
{
    public FeeSurge() => Bid = 1_000_000;
}

/// <summary>The network has voted for shorter lives of temporary entries: those that are made from now on are gone soon.</summary>
public sealed record ShortLives : ChainRule
{
    public uint Ledgers { get; set; } = 16;

    internal override IEnumerable<string> Wrong(FaultLimits limits) => [.. base.Wrong(limits), .. Between("ledgers", Ledgers, 2, limits.MaxLife)];
}

/// <summary>The homesteader has paused the farm; afterwards it goes on.</summary>
public sealed record PausedFarm : ChainRule;

/// <summary>The homesteader has upgraded the farm to another code, which does the same; afterwards the first one is back.</summary>
public sealed record ChangedCode : ChainRule;

/// <summary>The homesteader removes the running block with its pails, and a stranger opens the next one before its time. Each block is an occasion.</summary>
public sealed record BlockRemoved : ChainRule
{
    /// <summary>After the block was opened.</summary>
    public uint BlockSeconds { get; set; } = 60;

    internal override IEnumerable<string> Wrong(FaultLimits limits) => [.. base.Wrong(limits), .. Between("block_seconds", BlockSeconds, 0, 86_400)];
}

/// <summary>A stranger opens the next block in the first ledger that may. Each block is an occasion.</summary>
public sealed record OpenedAtOnce : ChainRule;

/// <summary>Strangers act for farmers, as anybody may. Each farmer and block is an occasion.</summary>
public abstract record StrangersRule : ChainRule
{
    /// <summary>Addresses (G…); null: all farmers.</summary>
    public IReadOnlyList<string>? Farmers { get; set; }

    internal override IEnumerable<string> Wrong(FaultLimits limits) => [.. base.Wrong(limits), .. FaultPlan.WrongAccounts("farmers", Farmers)];
}

public sealed record StrangersWork : StrangersRule
{
    /// <summary>Of the hash that they find; better ones of others are left.</summary>
    public uint Zeros { get; set; }

    internal override IEnumerable<string> Wrong(FaultLimits limits) => [.. base.Wrong(limits), .. Between("zeros", Zeros, 0, 4)];
}

public sealed record StrangersHarvest : StrangersRule;
