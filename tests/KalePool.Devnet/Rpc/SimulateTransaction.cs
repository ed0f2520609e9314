using KalePool.Devnet.Simulation;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

sealed class SimulateTransaction(IChainNode node) : IRpcMethod
{
    sealed record Failure(string Error, IReadOnlyList<string>? Events, uint LatestLedger);

    sealed record Success(
        string TransactionData, string? MinResourceFee, IReadOnlyList<string>? Events, IReadOnlyList<Result>? Results, IReadOnlyList<Change>? StateChanges,
        Preamble? RestorePreamble, uint LatestLedger);

    sealed record Preamble(string TransactionData, string MinResourceFee);

    sealed record Result(IReadOnlyList<string> Auth, string Xdr);

    sealed record Change(string Type, string Key, string? Before, string? After);

    public string Name => "simulateTransaction";

    public object Handle(RpcParams given)
    {
        given.RequireBase64();
        var text = given.String("transaction");
        var options = new SimulationOptions(
            Math.Max(SimulationOptions.DefaultLeeway, given.Object("resourceConfig").OptionalUInt32("instructionLeeway") ?? 0),
            Mode(given.OptionalString("authMode")),
            given.OptionalBool("useUpgradedAuth"));
        var state = node.View.State;
        var simulator = new Simulator(node.Settings, node.Network, node.Contracts, Simulator.RandomNonce);
        return (Parse(text) is { } envelope ? simulator.Run(state, envelope, options) : Simulator.Refuse("Could not unmarshal transaction")) switch
        {
            SimulationResult.Failed failed => new Failure(failed.Text, Events(failed.Events), state.Sequence),
            SimulationResult.Done done => Answer(done, state.Sequence),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    /// <summary>Here alone what cannot be read is an answer, not a refusal.</summary>
    static TransactionEnvelope? Parse(string text)
    {
        try
        {
            return RpcParams.Xdr<TransactionEnvelope>("transaction", text, RpcParams.MaxTransactionBytes);
        }
        catch (RpcErrorException)
        {
            return null;
        }
    }

    static Success Answer(SimulationResult.Done done, uint ledger) => new(
        done.Data.ToBase64(),
        done.Data.ResourceFee == 0 ? null : $"{done.Data.ResourceFee}",
        Events(done.Events),
        done.ReturnValue is null ? null : [new Result([.. done.Auth.Select(entry => entry.ToBase64())], done.ReturnValue.ToBase64())],
        done.Changes.Count == 0 ? null : [.. done.Changes.Select(ToChange)],
        done.Restore is { } restore ? new Preamble(restore.ToBase64(), $"{restore.ResourceFee}") : null,
        ledger);

    static Change ToChange(StateChange change) => new(
        change.Before is null ? "created" : change.After is null ? "deleted" : "updated", change.Key.ToBase64(), change.Before?.ToBase64(), change.After?.ToBase64());

    static IReadOnlyList<string>? Events(IReadOnlyList<DiagnosticEvent> events) => events.Count == 0 ? null : [.. events.Select(happened => happened.ToBase64())];

    static AuthMode Mode(string? mode) => mode switch
    {
        null or "" => AuthMode.Default,
        "enforce" => AuthMode.Enforce,
        "record" => AuthMode.Record,
        "record_allow_nonroot" => AuthMode.RecordAllowNonRoot,
        _ => throw RpcErrorException.Params("authMode: enforce, record or record_allow_nonroot expected"),
    };
}
