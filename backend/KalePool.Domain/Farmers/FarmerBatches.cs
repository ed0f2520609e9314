using KalePool.Contracts.Errors;
using static KalePool.Domain.Farmers.FarmerDecisions;

namespace KalePool.Domain.Farmers;

/// <summary>What a shared account's transaction did for him: into his journal once, checked like an act of his own.</summary>
static class FarmerBatches
{
    /// <summary>
    /// It counts also where the pail was found gone before and nobody knew why: the batch is why. Where the balance was corrected since, what it minted has been
    /// booked already, and the correction is taken back.
    /// </summary>
    public static FarmerDecision DecideHarvest(FarmerState s, RecordBatchHarvest h, DateTimeOffset now)
    {
        if (s.IsForgotten(h.Block)) return new FarmerDecision.Repeat();
        if (s.Find(h.Block) is not { Plant: StepState.Success } block) return Reject(ErrorCode.NotPlanted, $"nothing was planted in block {h.Block}", Attribution.Pooler);
        return block.Harvest switch
        {
            StepState.Success => new FarmerDecision.Repeat(),
            StepState.Pending => new FarmerDecision.Queue(),
            _ => new FarmerDecision.Persist(new HarvestSettled(
                s.Id, h.Block, ActResult.Success, h.RewardStroops, h.StakeStroops, h.Ledger, 0, h.TransactionHash, null, now, ShareRule.ShareOf(h.RewardStroops, block.ShareRate),
                WasCorrected: h.Ledger <= s.CorrectedLedger, Batch: h.Batch)),
        };
    }

    /// <summary>Each work that lands has more zeros than the one before: what comes later with fewer is old.</summary>
    public static FarmerDecision DecideWork(FarmerState s, RecordBatchWork w, DateTimeOffset now)
    {
        if (s.IsForgotten(w.Block)) return new FarmerDecision.Repeat();
        if (s.Find(w.Block) is not { Plant: StepState.Success } block) return Reject(ErrorCode.NotPlanted, $"nothing was planted in block {w.Block}", Attribution.Pooler);
        return block.LandedZeros >= w.Zeros
            ? new FarmerDecision.Repeat()
            : new FarmerDecision.Persist(new WorkSettled(s.Id, w.Block, ActResult.Success, w.Zeros, w.Gap, w.Ledger, 0, w.TransactionHash, null, now, w.Batch));
    }

    public static FarmerDecision DecideRescue(FarmerState s, RecordBatchRescue r, DateTimeOffset now)
    {
        if (s.IsForgotten(r.Block)) return new FarmerDecision.Repeat();
        if (s.Find(r.Block) is not { Plant: StepState.Success } block) return Reject(ErrorCode.NotPlanted, $"nothing was planted in block {r.Block}", Attribution.Pooler);
        return block.RescueGap == r.Gap
            ? new FarmerDecision.Repeat()
            : new FarmerDecision.Persist(new RescueSettled(s.Id, r.Block, ActResult.Success, r.Gap, r.Ledger, 0, r.TransactionHash, null, now, r.Batch));
    }
}
