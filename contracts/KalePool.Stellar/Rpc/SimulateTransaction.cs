using System.Text.Json.Serialization;

namespace KalePool.Stellar.Rpc;

/// <param name="Transaction">TransactionEnvelope with one contract operation; its signatures, sequence and fee are not looked at.</param>
/// <param name="UseUpgradedAuth">Whether ADDRESS_V2 credentials are recorded (servers from 27.1); ADDRESS when absent.</param>
public sealed record SimulateTransactionRequest(
    string Transaction,
    ResourceConfig? ResourceConfig = null,
    SimulationAuthMode? AuthMode = null,
    bool? UseUpgradedAuth = null);

/// <param name="InstructionLeeway">Instructions to add to those that were needed.</param>
public sealed record ResourceConfig(ulong InstructionLeeway);

/// <summary>What the simulation does about authorisation; without one: record when the operation has no entries, else enforce.</summary>
[JsonConverter(typeof(SimulationAuthModeConverter))]
public enum SimulationAuthMode
{
    Enforce,
    Record,
    RecordAllowNonroot,
}

/// <param name="LatestLedger">The ledger it was simulated in: the last one closed, with its close time.</param>
/// <param name="Error">Why it fails; then nothing else is there but <paramref name="Events"/>.</param>
/// <param name="TransactionData">SorobanTransactionData, its resource fee inside.</param>
/// <param name="MinResourceFee">Stroops.</param>
/// <param name="Events">DiagnosticEvents.</param>
/// <param name="Results">One for an invocation, none for the operations on a footprint.</param>
/// <param name="RestorePreamble">What must be restored first.</param>
public sealed record SimulateTransactionResponse(
    uint LatestLedger,
    string? Error = null,
    string? TransactionData = null,
    long? MinResourceFee = null,
    IReadOnlyList<string>? Events = null,
    IReadOnlyList<SimulationResult>? Results = null,
    IReadOnlyList<StateChange>? StateChanges = null,
    RestorePreamble? RestorePreamble = null)
{
    public IReadOnlyList<string> Events { get; } = RpcLists.Whole(Events, "events");

    public IReadOnlyList<SimulationResult> Results { get; } = RpcLists.Whole(Results, "results");

    public IReadOnlyList<StateChange> StateChanges { get; } = RpcLists.Whole(StateChanges, "stateChanges");
}

/// <param name="Xdr">SCVal: what the call returned.</param>
/// <param name="Auth">SorobanAuthorizationEntries that it needs, unsigned.</param>
public sealed record SimulationResult(string Xdr, IReadOnlyList<string>? Auth = null)
{
    public IReadOnlyList<string> Auth { get; } = RpcLists.Whole(Auth, "auth");
}

/// <param name="Type">"created", "updated" or "deleted".</param>
/// <param name="Key">LedgerKey.</param>
/// <param name="Before">LedgerEntry.</param>
/// <param name="After">LedgerEntry.</param>
public sealed record StateChange(string Type, string Key, string? Before = null, string? After = null);

/// <param name="TransactionData">SorobanTransactionData for a RestoreFootprint operation.</param>
/// <param name="MinResourceFee">Stroops.</param>
public sealed record RestorePreamble(string TransactionData, long MinResourceFee);
