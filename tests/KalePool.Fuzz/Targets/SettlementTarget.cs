using KalePool.Domain;
using KalePool.Domain.Chain;
using KalePool.Domain.Tests.Chain;
using KalePool.Fuzz.Engine;
using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Fuzz.Targets;

/// <summary>
/// What a node says that a transaction of ours did, down to the money. Whatever it is, as long as it is XDR: an outcome, or one that an operator must look at; never
/// less than nothing, and never a fault in the actor that waits for it.
/// </summary>
public sealed class SettlementTarget : IFuzzTarget
{
    const int ActsOfKind = 8;

    static readonly SorobanTransactionData NoResources = KaleFootprints.TransactionData(new SorobanResources(new LedgerFootprint([], []), 0, 0, 0), 0);

    static readonly Lazy<RecordedAct[]> Acts = new(() =>
        [.. new[] { "plant", "harvest" }.SelectMany(function => RecordedAct.All.Where(a => a.Function == function && a.Outcome is ActOutcome.Success).Take(ActsOfKind))]);

    readonly Lazy<IReadOnlyList<byte[]>> _seeds = new(() => [.. Acts.Value.Select((act, i) => Choice.Of(i, Convert.FromBase64String(((ActOutcome.Success)act.Outcome).MetaXdr)))]);

    public string Name => "settlement";

    public IReadOnlyList<byte[]> Seeds => _seeds.Value;

    /// <summary>Its own base64, and five readings of it.</summary>
    public Allowance Allowance => new(256 << 10, 2_000);

    public void Run(ReadOnlySpan<byte> input)
    {
        var act = Acts.Value[Choice.Among(Acts.Value.Length, input, out var xdr)];
        TransactionMeta meta;
        try
        {
            meta = XdrCodec.Decode<TransactionMeta>(xdr);
        }
        catch (XdrException)
        {
            // Refused where it arrives.
            return;
        }
        var outcome = ((ActOutcome.Success)act.Outcome) with { MetaXdr = Convert.ToBase64String(xdr) };
        var reading = new ActReading(act.Deployment);
        Check(reading.Plant(outcome, act.Farmer, act.Block));
        Check(reading.Harvest(outcome, act.Farmer, act.Block));
        Check(ActReading.Work(outcome));
        var harvest = EnvelopeOf(KaleInvocations.Operation(act.Deployment, new KaleCall.Harvest(act.Farmer, act.Block)));
        var result = XdrCodec.FromBase64<TransactionResult>(outcome.ResultXdr);
        try
        {
            if (new HarvestReading(act.Deployment, act.Farmer).Of(act.Block, "", 1, harvest, result, meta) is { } found) Check(found);
        }
        catch (KaleFormatException)
        {
            // Looked for again.
        }
        var router = new RouterDeployment(Opaque.Zeros(32), Opaque.Zeros(32));
        TransactionEnvelope batch = EnvelopeOf(RouterInvocations.Operation(router, act.Deployment, act.Farmer, [new KaleCall.Harvest(act.Farmer, act.Block)]));
        var members = new BatchReading(act.Deployment).Members(outcome, batch.ToBase64());
        BrokenException.ThrowIf(members.Outcomes.Any(m => m.RewardStroops < 0 || m.StakeStroops < 0), "a member of a batch with less than nothing");
    }

    static void Check(ActReport report)
    {
        BrokenException.ThrowIf(report.RewardStroops < 0 || report.StakeStroops < 0, $"less than nothing: {report}");
        BrokenException.ThrowIf(report is { Result: ActResult.Unknown, Failure: null }, "unknown, and nothing says why");
    }

    static TransactionEnvelope.Tx EnvelopeOf(InvokeHostFunctionOp operation) => new(new TransactionV1Envelope(
        TransactionFactory.Soroban(Addresses.Source(Opaque.Zeros(32)), 1, Bounds.None, Operations.Invoke(operation), NoResources), []));
}
