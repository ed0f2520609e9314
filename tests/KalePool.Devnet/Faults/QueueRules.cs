using KalePool.Stellar.Keys;

namespace KalePool.Devnet.Faults;

/// <summary>What becomes of a transaction that a client sends: each one that a server's queue would take is an occasion.</summary>
public abstract record QueueRule : NodeRule
{
    /// <summary>Addresses (G…) of the accounts whose transactions are meant; null: all.</summary>
    public IReadOnlyList<string>? Sources { get; set; }

    /// <summary>How often it strikes at most; null: without end.</summary>
    public uint? Times { get; set; }

    internal bool IsOf(string source) => Sources is null || Sources.Contains(source);

    internal override IEnumerable<string> Wrong(FaultLimits limits) =>
    [
        .. base.Wrong(limits),
        .. Times == 0 ? ["times: 1 or more expected"] : (IEnumerable<string>)[],
        .. FaultPlan.WrongAccounts("sources", Sources),
    ];
}

/// <summary>The queue has no room just now.</summary>
public sealed record TryAgainLater : QueueRule;

/// <summary>The server keeps the transaction to itself. Sent to another one it gets on.</summary>
public sealed record NeverIncluded : QueueRule;

/// <summary>The transaction reaches those who make ledgers only after a while, also when the server that took it has given it up.</summary>
public sealed record IncludedLate : QueueRule
{
    public uint Ledgers { get; set; } = 3;

    internal override IEnumerable<string> Wrong(FaultLimits limits) => [.. base.Wrong(limits), .. Between("ledgers", Ledgers, 1, 1_000)];
}

/// <summary>
/// Somebody with the same key is faster: his transaction takes the sequence number. Only for accounts whose keys devnet has, its own and those that are told here:
/// without the key no chain can use up an account's sequence number, so none of them is touched.
/// </summary>
public sealed record SequenceRace : QueueRule
{
    /// <summary>Secret keys (S…) of accounts.</summary>
    public IReadOnlyList<string>? Secrets { get; set; }

    internal override IEnumerable<string> Wrong(FaultLimits limits) =>
    [
        .. base.Wrong(limits),
        .. (Secrets ?? []).Select((secret, i) => StrKey.TryDecode(StrKeyKind.Seed, secret, out _) ? null : $"secrets[{i}]: a secret key (S…) expected").OfType<string>(),
    ];
}
