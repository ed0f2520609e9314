using System.Text.Json.Serialization;

namespace KalePool.Devnet.Faults;

/// <summary>One kind of fault, when it is in force and how often it strikes.</summary>
/// <remarks>Its properties can be set, not only initialised, because only then generated readers of JSON leave their defaults.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fault")]
[JsonDerivedType(typeof(NoAnswer), "no_answer")]
[JsonDerivedType(typeof(LateAnswer), "late_answer")]
[JsonDerivedType(typeof(HttpStatus), "http_status")]
[JsonDerivedType(typeof(WrongContent), "wrong_content")]
[JsonDerivedType(typeof(DeliveredTwice), "delivered_twice")]
[JsonDerivedType(typeof(Lag), "lag")]
[JsonDerivedType(typeof(StandsStill), "stands_still")]
[JsonDerivedType(typeof(ShortRetention), "short_retention")]
[JsonDerivedType(typeof(NodeClock), "node_clock")]
[JsonDerivedType(typeof(TryAgainLater), "try_again_later")]
[JsonDerivedType(typeof(NeverIncluded), "never_included")]
[JsonDerivedType(typeof(IncludedLate), "included_late")]
[JsonDerivedType(typeof(SequenceRace), "sequence_race")]
[JsonDerivedType(typeof(Halted), "halted")]
[JsonDerivedType(typeof(ChainClock), "chain_clock")]
[JsonDerivedType(typeof(FullLedgers), "full_ledgers")]
[JsonDerivedType(typeof(FeeSurge), "fee_surge")]
[JsonDerivedType(typeof(ShortLives), "short_lives")]
[JsonDerivedType(typeof(PausedFarm), "paused_farm")]
[JsonDerivedType(typeof(ChangedCode), "changed_code")]
[JsonDerivedType(typeof(BlockRemoved), "block_removed")]
[JsonDerivedType(typeof(OpenedAtOnce), "opened_at_once")]
[JsonDerivedType(typeof(StrangersWork), "strangers_work")]
[JsonDerivedType(typeof(StrangersHarvest), "strangers_harvest")]
public abstract record FaultRule
{
    /// <summary>Of striking, at each occasion.</summary>
    public double Probability { get; set; } = 1;

    /// <summary>Ledgers after the plan was put in force from which on the rule is.</summary>
    public uint AfterLedgers { get; set; }

    /// <summary>Ledgers for which it is; null: for ever.</summary>
    public uint? ForLedgers { get; set; }

    /// <summary>The same in seconds of the chain's clock; both must hold.</summary>
    public uint AfterSeconds { get; set; }

    public uint? ForSeconds { get; set; }

    /// <summary>As a plan names it.</summary>
    [JsonIgnore]
    public string Name => FaultNames.Of(GetType());

    internal bool IsInForce(uint ledgers, ulong seconds) =>
        ledgers >= AfterLedgers && (ForLedgers is not { } mostLedgers || ledgers - AfterLedgers < mostLedgers)
        && seconds >= AfterSeconds && (ForSeconds is not { } mostSeconds || seconds - AfterSeconds < mostSeconds);

    /// <summary>Every value that does not fit, by its field's name.</summary>
    internal virtual IEnumerable<string> Wrong(FaultLimits limits)
    {
        if (Probability is not (> 0 and <= 1)) yield return "probability: above 0, at most 1 expected";
        if (ForLedgers == 0) yield return "for_ledgers: 1 or more expected";
        if (ForSeconds == 0) yield return "for_seconds: 1 or more expected";
    }

    protected static IEnumerable<string> Between(string field, long value, long min, long max) => value < min || value > max ? [$"{field}: {min} to {max} expected, not {value}"] : [];
}

/// <summary>A fault of the servers, of all or of some.</summary>
public abstract record NodeRule : FaultRule
{
    /// <summary>Numbers of the servers, from 1; null: all.</summary>
    public IReadOnlyList<int>? Nodes { get; set; }

    internal bool IsOf(int node) => Nodes is null || Nodes.Contains(node);

    internal override IEnumerable<string> Wrong(FaultLimits limits) =>
    [
        .. base.Wrong(limits),
        .. Nodes is { Count: 0 } ? ["nodes: at least one expected"] : (IEnumerable<string>)[],
        .. (Nodes ?? []).SelectMany((node, i) => Between($"nodes[{i}]", node, 1, limits.Nodes)),
    ];
}
