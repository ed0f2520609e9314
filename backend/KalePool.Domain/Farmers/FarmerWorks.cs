using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;

namespace KalePool.Domain.Farmers;

/// <summary>Works that the backend submits for his pooler: what is decided and what events change. The pail itself is recorded like any other work, from the chain.</summary>
static class FarmerWorks
{
    /// <summary>Null for an event of another area.</summary>
    public static FarmerState? ApplyWorks(this FarmerState s, FarmerEvent e) => e switch
    {
        WorkSubmitted w => s.Open(new OpenAct(ActKind.Work, w.Block, 0, w.Act, Work: w.Work)),
        WorkSettled w => Settle(s, w),
        _ => null,
    };

    /// <summary>Needs no answer, and is asked again as long as the chain shows less: it never waits behind itself.</summary>
    public static FarmerDecision DecideSubmit(FarmerState s, SubmitWork w) => s.Find(w.Block) is { Plant: StepState.Success, IsClosed: false, Harvest: StepState.None } block && IsBetter(block, w.Work)
        ? s.OpenAct switch
        {
            null => new FarmerDecision.Prepare(ActKind.Work, w.Block, null, Work: w.Work),
            { Kind: ActKind.Work } => new FarmerDecision.Repeat(),
            _ => new FarmerDecision.Queue(),
        }
        : new FarmerDecision.Repeat();

    public static FarmerEvent Settled(Guid id, OpenAct act, ActReport r, DateTimeOffset now) => new WorkSettled(
        id, act.Block, r.Result, r.Result == ActResult.Success ? act.Work!.Zeros() : 0, r.Gap, r.Ledger, r.FeeStroops, act.Envelope.Hash, r.Failure, now, null, r.OperatorFeeStroops);

    static bool IsBetter(FarmerBlock block, HandedWork work) => (block.Work != StepState.Success || work.Zeros() > block.Zeros) && !(block.LandedZeros >= work.Zeros());

    static FarmerState Settle(FarmerState s, WorkSettled w)
    {
        var closed = w.Batch is null ? s.Close(ActKind.Work, w.Block) : s;
        return w.Result == ActResult.Success ? closed.With(w.Block, b => b with { LandedZeros = Math.Max(w.Zeros, b.LandedZeros ?? 0) }) : closed;
    }
}
