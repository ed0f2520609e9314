using KalePool.Domain.Chain;

namespace KalePool.Domain.Farmers;

/// <summary>Stakes saved at the last moment: what is decided and what events change. The pail itself is recorded like any other work, from the chain.</summary>
static class FarmerRescues
{
    /// <summary>Null for an event of another area.</summary>
    public static FarmerState? ApplyRescues(this FarmerState s, FarmerEvent e) => e switch
    {
        RescueSubmitted r => s.Open(new OpenAct(ActKind.Rescue, r.Block, 0, r.Act)),
        RescueSettled r => Settle(s, r),
        _ => null,
    };

    /// <summary>Needs no answer, and is asked again as long as it is needed: it never waits behind itself.</summary>
    public static FarmerDecision DecideRescue(FarmerState s, Rescue r) => s.Find(r.Block) is { Plant: StepState.Success, Work: StepState.None, Harvest: StepState.None }
        ? s.OpenAct switch
        {
            null => new FarmerDecision.Prepare(ActKind.Rescue, r.Block, null),
            { Kind: ActKind.Rescue } => new FarmerDecision.Repeat(),
            _ => new FarmerDecision.Queue(),
        }
        : new FarmerDecision.Repeat();

    public static FarmerEvent Settled(Guid id, OpenAct act, ActReport r, DateTimeOffset now) =>
        new RescueSettled(id, act.Block, r.Result, r.Gap, r.Ledger, r.FeeStroops, act.Envelope.Hash, r.Failure, now, null, r.OperatorFeeStroops);

    /// <summary>Whose work a pail shows: a rescue is known by what it left.</summary>
    public static string SourceOf(FarmerState s, RecordWork w) => w.Zeros == 0 && s.Find(w.Block)?.RescueGap == w.Gap ? WorkSource.Rescue : w.Source;

    static FarmerState Settle(FarmerState s, RescueSettled r)
    {
        var closed = r.Batch is null ? s.Close(ActKind.Rescue, r.Block) : s;
        return r.Result == ActResult.Success ? closed.With(r.Block, b => b with { RescueGap = r.Gap }) : closed;
    }
}
