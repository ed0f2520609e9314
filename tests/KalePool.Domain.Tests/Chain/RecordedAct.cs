using KalePool.Kale;
using KalePool.Kale.Tests.Traces;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Xdr;

namespace KalePool.Domain.Tests.Chain;

/// <summary>A plant or harvest of the real contract, as a node would tell of it.</summary>
/// <param name="Amount">A plant's first argument after the farmer: what it stakes. 0 for a harvest.</param>
/// <param name="Block">The block of a harvest; of a plant the farm's newest one afterwards.</param>
/// <param name="Before">The entries that it changed, as they were.</param>
sealed record RecordedAct(KaleDeployment Deployment, TraceStep Step, string Function, SCAddress Farmer, long Amount, uint Block, IReadOnlyDictionary<LedgerKey, LedgerEntry> Before, ActOutcome Outcome)
{
    public const long Fee = 12_345;

    /// <summary>Every direct call of plant and harvest in every recording.</summary>
    public static IReadOnlyList<RecordedAct> All { get; } = [.. KaleTrace.Names.SelectMany(Of)];

    static IEnumerable<RecordedAct> Of(string name)
    {
        var trace = KaleTrace.Read(name);
        var entries = new Dictionary<LedgerKey, LedgerEntry>();
        foreach (var step in trace.Steps.Where(s => s.Kind == "apply" && s.Call is not null))
        {
            var changes = step.IsOk ? ChangesOf(step, entries).ToXdrArray() : [];
            if (step.Call is { ContractAddress: SCAddress.Contract { Value: var id }, Args: [SCVal.Address { Value: var farmer }, { } second] } && id == trace.Deployment.ContractId
                && step.Function is "plant" or "harvest")
                yield return Read(trace, step, farmer, second, new Dictionary<LedgerKey, LedgerEntry>(entries), changes);
            if (step.IsOk) Apply(step, entries);
        }
    }

    static RecordedAct Read(KaleTrace trace, TraceStep step, SCAddress farmer, SCVal second, Dictionary<LedgerKey, LedgerEntry> before, XdrArray<LedgerEntryChange> changes)
    {
        var amount = second is SCVal.I128 { Value: var stake } ? (long)stake.ToInt128() : 0;
        var block = second is SCVal.U32 { Value: var index } ? index : step.Json.GetProperty("after").GetProperty("farmIndex").GetUInt32();
        ActOutcome outcome = step.IsOk
            ? new ActOutcome.Success(step.Now.Sequence, (long)step.Now.CloseTime, Result(true), Meta(changes, step.ReturnValue).ToBase64())
            : new ActOutcome.Failed(step.Now.Sequence, (long)step.Now.CloseTime, Result(false), null, [.. Diagnostics(step)]);
        return new RecordedAct(trace.Deployment, step, step.Function, farmer, amount, block, before, outcome);
    }

    public static TransactionMeta Meta(XdrArray<LedgerEntryChange> changes, SCVal? returned) => new TransactionMeta.V4(
        new TransactionMetaV4([], [new OperationMetaV2(changes, [])], [], new SorobanTransactionMetaV2(new SorobanTransactionMetaExt.V0(), returned), [], []));

    public static string Result(bool success) =>
        new TransactionResult(Fee, success ? new TransactionResultResult.TxSuccess([]) : new TransactionResultResult.TxFailed([])).ToBase64();

    static IEnumerable<string> Diagnostics(TraceStep step) =>
        step.Json.TryGetProperty("diagnosticEvents", out var events) ? events.EnumerateArray().Select(e => e.GetString()!) : [];

    static IEnumerable<(LedgerKey Key, LedgerEntry? Entry)> WritesOf(TraceStep step) => step.Json.GetProperty("changes").EnumerateArray()
        .Where(c => !c.GetProperty("readOnly").GetBoolean())
        .Select(c => (XdrCodec.FromBase64<LedgerKey>(c.GetProperty("key").GetString()!), c.GetProperty("entry").GetString() is { } entry ? XdrCodec.FromBase64<LedgerEntry>(entry) : null));

    /// <summary>As stellar-core writes them: what was there before stands ahead of what became of it.</summary>
    static IEnumerable<LedgerEntryChange> ChangesOf(TraceStep step, Dictionary<LedgerKey, LedgerEntry> before)
    {
        foreach (var (key, entry) in WritesOf(step))
        {
            if (before.TryGetValue(key, out var old)) yield return new LedgerEntryChange.State(old);
            if (entry is not null && old is not null) yield return new LedgerEntryChange.Updated(entry);
            if (entry is not null && old is null) yield return new LedgerEntryChange.Created(entry);
            if (entry is null && old is not null) yield return new LedgerEntryChange.Removed(key);
        }
    }

    static void Apply(TraceStep step, Dictionary<LedgerKey, LedgerEntry> entries)
    {
        foreach (var (key, entry) in WritesOf(step))
        {
            if (entry is null) entries.Remove(key);
            else entries[key] = entry;
        }
    }
}
