using System.Text.Json.Serialization;

namespace KalePool.Devnet.Faults;

/// <summary>A fault between a client and a server: each request is an occasion.</summary>
public abstract record CallRule : NodeRule
{
    static readonly string[] Known =
    [
        "getHealth", "getNetwork", "getVersionInfo", "getLatestLedger", "getLedgers", "getLedgerEntries", "simulateTransaction", "sendTransaction", "getTransaction",
        "getTransactions", "getEvents", "getFeeStats",
    ];

    /// <summary>Names of RPC's methods; null: all.</summary>
    public IReadOnlyList<string>? Methods { get; set; }

    /// <summary>How often it strikes at most; null: without end.</summary>
    public uint? Times { get; set; }

    internal virtual bool IsOf(IReadOnlyList<string> called) => Methods is null || called.Any(Methods.Contains);

    internal override IEnumerable<string> Wrong(FaultLimits limits) =>
    [
        .. base.Wrong(limits),
        .. Times == 0 ? ["times: 1 or more expected"] : (IEnumerable<string>)[],
        .. Methods is { Count: 0 } ? ["methods: at least one expected"] : (IEnumerable<string>)[],
        .. (Methods ?? []).Select((method, i) => Known.Contains(method) ? null : $"methods[{i}]: '{method}' is no method of RPC").OfType<string>(),
    ];
}

/// <summary>The client hears nothing.</summary>
public sealed record NoAnswer : CallRule
{
    /// <summary>Whether the server did what was asked.</summary>
    public bool CarriedOut { get; set; }
}

/// <summary>The client hears late: of what was done at once, or of what is done only then.</summary>
public sealed record LateAnswer : CallRule
{
    public uint DelayMs { get; set; } = 5_000;

    [JsonIgnore]
    public TimeSpan Delay => TimeSpan.FromMilliseconds(DelayMs);

    /// <summary>Whether it is done at once.</summary>
    public bool CarriedOut { get; set; }

    internal override IEnumerable<string> Wrong(FaultLimits limits) => [.. base.Wrong(limits), .. Between("delay_ms", DelayMs, 1, 600_000)];
}

/// <summary>A proxy's answer: a status and a page.</summary>
public sealed record HttpStatus : CallRule
{
    public int Status { get; set; } = 503;

    public bool CarriedOut { get; set; }

    internal override IEnumerable<string> Wrong(FaultLimits limits) => [.. base.Wrong(limits), .. Between("status", Status, 200, 599)];
}

/// <summary>The request is carried out and the answer is not what it should be.</summary>
public sealed record WrongContent : CallRule
{
    public required WrongKind Content { get; init; }

    internal override bool IsOf(IReadOnlyList<string> called) => base.IsOf(called) && (WrongContents.OnlyMethod(Content) is not { } only || (called.Count == 1 && called[0] == only));
}

public enum WrongKind
{
    /// <summary>A page in place of JSON.</summary>
    [JsonStringEnumMemberName("html")]
    Html,

    [JsonStringEnumMemberName("empty")]
    Empty,

    /// <summary>Half of the answer.</summary>
    [JsonStringEnumMemberName("truncated")]
    Truncated,

    /// <summary>The answer twice in one body.</summary>
    [JsonStringEnumMemberName("repeated")]
    Repeated,

    /// <summary>The answer to another request.</summary>
    [JsonStringEnumMemberName("wrong_id")]
    WrongId,

    /// <summary>An internal error, although all was done.</summary>
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>getNetwork names another network.</summary>
    [JsonStringEnumMemberName("wrong_network")]
    WrongNetwork,

    /// <summary>getTransaction denies what was applied.</summary>
    [JsonStringEnumMemberName("denied")]
    Denied,
}

/// <summary>The network delivers the request twice; the client hears the answer to the second.</summary>
public sealed record DeliveredTwice : CallRule;
