using System.Security.Cryptography;
using KalePool.Devnet.Apply;
using KalePool.Devnet.Host;
using KalePool.Devnet.Host.Auth;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Simulation;

/// <summary>Tries a contract transaction at the latest ledger and its close time, and says what it has to declare. Signatures, sequence and fee are not looked at.</summary>
/// <param name="nonce">Gives the nonce of each recorded address credential.</param>
public sealed class Simulator(DevnetSettings settings, Network network, NativeContracts contracts, Func<long> nonce)
{
    public SimulationResult Run(LedgerState state, TransactionEnvelope envelope, SimulationOptions options)
    {
        if (envelope is TransactionEnvelope.TxFeeBump) return Refuse("cannot simulate a fee bump transaction");
        var frame = TransactionFrame.Of(envelope, network);
        if (frame.Tx.Operations.Count != 1) return Refuse("Transaction contains more than one operation");
        if (frame.Tx.Memo is not Memo.None) return Refuse("Transaction must not have a memo");
        return frame.Tx.Operations[0].Body switch
        {
            OperationBody.InvokeHostFunction invoke => Invoke(state, frame, invoke, options),
            OperationBody.ExtendFootprintTtl extend => TtlSimulation.Extend(state, frame, extend, settings),
            OperationBody.RestoreFootprint => TtlSimulation.Restore(state, frame, settings),
            _ => Refuse("Transaction contains unsupported operation type: only Soroban operations can be simulated"),
        };
    }

    public static SimulationResult.Failed Refuse(string text) => new(text, []);

    SimulationResult Invoke(LedgerState state, TransactionFrame frame, OperationBody.InvokeHostFunction body, SimulationOptions options)
    {
        var given = body.Value.Auth;
        if (options.Mode is AuthMode.Record or AuthMode.RecordAllowNonRoot && given.Count > 0)
        {
            return Refuse("Transaction contains auth entries: recording authorization is not possible");
        }
        var records = options.Mode is AuthMode.Record or AuthMode.RecordAllowNonRoot || (options.Mode is AuthMode.Default && given.Count == 0);
        var source = frame.SourceOf(frame.Tx.Operations[0]);
        var recorder = new RecordingAuthorizer(source, options.UpgradedAuth, options.Mode is AuthMode.RecordAllowNonRoot, nonce);
        IAuthorizer authorizer = records ? recorder : new EnforcingAuthorizer(source, given);
        var shown = new SimulatedLedger(state);
        var storage = new HostStorage(shown, state.Sequence, settings.MinPersistentTtl, null);
        var ledger = new HostLedger(settings, network, state.Sequence, state.CloseTime);
        var run = HostRunner.Run(ledger, storage, authorizer, contracts, body.Value.HostFunction, settings.Limits.TransactionInstructions);
        if (run.Value is null) return new SimulationResult.Failed(ErrorText.Of(run.Error!, run.Log), run.Diagnostics);

        var auth = records ? recorder.Entries() : given;
        var outcomes = HostExecution.Outcomes(storage);
        var op = new OperationBody.InvokeHostFunction(new InvokeHostFunctionOp(body.Value.HostFunction, auth));
        var data = Declare(state, shown, storage, outcomes, run, op, options);
        return new SimulationResult.Done(data, run.Value, auth, run.Diagnostics, Changes(state, shown, outcomes), null);
    }

    SorobanTransactionData Declare(
        LedgerState state, SimulatedLedger shown, HostStorage storage, IReadOnlyList<EntryOutcome> outcomes, HostResult run, OperationBody op, SimulationOptions options)
    {
        var footprint = storage.Footprint();
        var archived = footprint.ReadWrite.Select((key, i) => (Key: key, Index: (uint)i)).Where(item => storage.Restored.Contains(item.Key)).Select(item => item.Index).ToList();
        var disk = footprint.ReadOnly.Concat(footprint.ReadWrite)
            .Where(key => !key.IsContract() || storage.Restored.Contains(key))
            .Sum(key => (long?)shown.Find(key)?.Entry.ToXdr().Length ?? 0);
        var resources = new SorobanResources(footprint, Padding.Instructions(run.Instructions, options.InstructionLeeway), (uint)disk, (uint)HostExecution.WriteBytes(outcomes));
        SorobanTransactionDataExt ext = archived.Count == 0 ? new SorobanTransactionDataExt.V0() : new SorobanTransactionDataExt.V1(new SorobanResourcesExtV0(archived.ToXdrArray()));
        var data = new SorobanTransactionData(ext, resources, 0);
        var events = ResourceFees.Events(HostExecution.EventBytes(run.Events, run.Value!), settings.Fees);
        var rent = RentFees.Of(HostExecution.Rents(outcomes), state.Sequence, settings.Fees);
        return data with { ResourceFee = Padding.ResourceFee(data, op, events + rent, settings.Fees) };
    }

    static List<StateChange> Changes(LedgerState state, SimulatedLedger shown, IReadOnlyList<EntryOutcome> outcomes)
    {
        var changes = new List<StateChange>();
        foreach (var outcome in outcomes.Where(outcome => !outcome.ReadOnly && !(outcome.Before is null && outcome.After is null)))
        {
            var before = outcome.Before is null ? null : shown.Find(outcome.Key)!.Entry;
            var after = outcome.After is null ? null : new LedgerEntry(state.Sequence, outcome.After.Data, new LedgerEntryExt.V0());
            changes.Add(new StateChange(outcome.Key, before, after));
        }
        return changes;
    }

    /// <summary>What nobody can guess, not negative.</summary>
    public static long RandomNonce() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;
}
