using KalePool.Contracts.Errors;
using static KalePool.Domain.Farmers.FarmerDecisions;

namespace KalePool.Domain.Farmers;

/// <summary>Plants, works and harvests: once each, whatever is asked again.</summary>
static class FarmingDecisions
{
    public static FarmerDecision DecidePlant(FarmerState s, Plant p, DateTimeOffset now)
    {
        var block = p.Slot.Block;
        if (s.IsForgotten(block)) return Reject(ErrorCode.BlockClosed, $"block {block} is long closed", Attribution.Pooler);
        if (s.Find(block) is { IsOnItsOwn: true, Plant: StepState.Success, IsClosed: false } own)
        {
            // Of a pail whose wallet is being closed nothing could be harvested: nobody may be asked to work it.
            return s.Status == FarmerStatus.Departed || s.OpenAct is { Kind: ActKind.Exit }
                ? Reject(ErrorCode.FarmerNotActive, $"the farmer is {Name(s.Status)}", Attribution.Farmer)
                : new FarmerDecision.Persist(new PailTakenUp(s.Id, block, own.IsOpener, own.PlantHash, now));
        }
        switch (s.Find(block)?.Plant)
        {
            case StepState.Success or StepState.Failed:
                return new FarmerDecision.Repeat();
            case StepState.Pending:
                return new FarmerDecision.Await();
        }
        if (s.Status != FarmerStatus.Active) return Reject(ErrorCode.FarmerNotActive, $"the farmer is {Name(s.Status)}", Attribution.Farmer);
        if (s.PausedBy is { } by) return Reject(ErrorCode.FarmerNotActive, $"the farmer is paused by the {by}", Attribution.Backend);
        // Without the seat the pooler's share is not known, and it is fixed by the plant.
        if (!s.IsSeated) return new FarmerDecision.Queue();
        return s.OpenAct is null ? new FarmerDecision.Prepare(ActKind.Plant, block, p.Slot) : new FarmerDecision.Queue();
    }

    public static FarmerDecision DecideWork(FarmerState s, RecordWork w, DateTimeOffset now)
    {
        if (s.Find(w.Block) is not { Plant: StepState.Success } block) return Reject(ErrorCode.NotPlanted, $"nothing was planted in block {w.Block}", Attribution.Pooler);
        if (block.Work == StepState.Failed || block.Work == StepState.Success && (block.Zeros >= w.Zeros || block.IsClosed)) return new FarmerDecision.Repeat();
        // A rescue that is under way may be what the pail shows: its outcome tells whose work it is.
        if (s.OpenAct is { Kind: ActKind.Rescue } open && open.Block == w.Block) return new FarmerDecision.Queue();
        return new FarmerDecision.Persist(new WorkRecorded(s.Id, w.Block, w.Zeros, w.Gap, FarmerRescues.SourceOf(s, w), now, w.IsWorkOwed, w.PoolerIsFree));
    }

    public static FarmerDecision DecideMissedWork(FarmerState s, RecordMissedWork w, DateTimeOffset now) => s.Find(w.Block) switch
    {
        null => Reject(ErrorCode.NotPlanted, $"nothing was planted in block {w.Block}", Attribution.Pooler),
        { Plant: StepState.Success, Work: StepState.None, IsClosed: false } => new FarmerDecision.Persist(new WorkMissed(s.Id, w.Block, w.Failure, now)),
        _ => new FarmerDecision.Repeat(),
    };

    public static FarmerDecision DecideHarvest(FarmerState s, Harvest h)
    {
        if (s.IsForgotten(h.Block)) return Reject(ErrorCode.BlockClosed, $"block {h.Block} is long closed", Attribution.Pooler);
        if (s.Find(h.Block) is not { Plant: StepState.Success } block) return Reject(ErrorCode.NotPlanted, $"nothing was planted in block {h.Block}", Attribution.Pooler);
        switch (block.Harvest)
        {
            case StepState.Success or StepState.Failed:
                return new FarmerDecision.Repeat();
            case StepState.Pending:
                return new FarmerDecision.Await();
        }
        if (block.Work == StepState.Failed) return Reject(ErrorCode.NotWorked, $"the pail of block {h.Block} was never worked", Attribution.Pooler);
        return s.OpenAct is null ? new FarmerDecision.Prepare(ActKind.Harvest, h.Block, null) : new FarmerDecision.Queue();
    }
}
