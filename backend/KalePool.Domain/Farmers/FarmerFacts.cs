using System.Diagnostics;
using KalePool.Contracts.Errors;
using KalePool.Domain.Chain;
using KalePool.Stellar.Acts;

namespace KalePool.Domain.Farmers;

/// <summary>What came of an act as an event, and what state says as a reply.</summary>
public static class FarmerFacts
{
    /// <summary>That are shown at once.</summary>
    public const int MostCompensations = 100;

    /// <param name="pays">Of a payout or exit.</param>
    public static FarmerEvent Submitted(FarmerState s, FarmerDecision.Prepare wanted, ActEnvelope envelope, long stakeStroops, Payment? pays, DateTimeOffset now) => wanted.Kind switch
    {
        ActKind.Exit => new ExitSubmitted(s.Id, pays!.PayoutWallet, pays.KaleStroops, envelope, now, pays.ShareWallet, pays.ShareStroops, pays.ForgoneShareStroops),
        ActKind.Payout => new PayoutSubmitted(s.Id, s.PayoutsMade + 1, pays!, envelope, now),
        ActKind.Trustline => new TrustlineSubmitted(s.Id, envelope, now),
        ActKind.Plant => new PlantSubmitted(s.Id, wanted.Block, stakeStroops, envelope, now),
        ActKind.Opening => new PlantSubmitted(s.Id, wanted.Block, stakeStroops, envelope, now, OpensBlock: true),
        ActKind.Rescue => new RescueSubmitted(s.Id, wanted.Block, envelope, now),
        ActKind.Work => new WorkSubmitted(s.Id, wanted.Block, wanted.Work!, envelope, now),
        ActKind.Harvest => new HarvestSubmitted(s.Id, wanted.Block, envelope, now),
        _ => throw new UnreachableException(wanted.Kind.ToString()),
    };

    public static FarmerEvent Refused(FarmerState s, FarmerDecision.Prepare wanted, Failure failure, DateTimeOffset now) => wanted.Kind switch
    {
        ActKind.Plant => new PlantRefused(s.Id, wanted.Block, failure, now),
        // Nobody meant it to be worked: no harvest has failed.
        ActKind.Harvest when failure.Code == ErrorCode.NotWorked && s.Find(wanted.Block) is { IsOpener: true } => new WorkMissed(s.Id, wanted.Block, OwnPails.Blamed(s, wanted.Block, failure)!, now),
        ActKind.Harvest => new HarvestRefused(s.Id, wanted.Block, OwnPails.Blamed(s, wanted.Block, failure)!, now),
        ActKind.Exit => new ExitRefused(s.Id, failure, now),
        ActKind.Payout => new PayoutRefused(s.Id, failure, now),
        _ => throw new UnreachableException(wanted.Kind.ToString()),
    };

    public static FarmerEvent Settled(FarmerState s, OpenAct act, ActReport r, DateTimeOffset now) => act.Kind switch
    {
        ActKind.Trustline => new TrustlineSettled(s.Id, r.Result, r.Ledger, r.FeeStroops, r.Failure, now),
        ActKind.Plant => new PlantSettled(s.Id, act.Block, r.Result, r.StakeStroops, r.Ledger, r.FeeStroops, act.Envelope.Hash, OwnPails.Blamed(s, act.Block, r.Failure), now, RateOf(s, r), r.LiveUntil, r.OperatorFeeStroops,
            OpensBlock: s.Find(act.Block) is { IsOpener: true }),
        ActKind.Rescue => FarmerRescues.Settled(s.Id, act, r, now),
        ActKind.Work => FarmerWorks.Settled(s.Id, act, r, now),
        ActKind.Harvest => new HarvestSettled(
            s.Id, act.Block, r.Result, r.RewardStroops, r.StakeStroops, r.Ledger, r.FeeStroops, act.Envelope.Hash, OwnPails.Blamed(s, act.Block, r.Failure), now, ShareOf(s, act.Block, r), OperatorFeeStroops: r.OperatorFeeStroops),
        ActKind.Extension => PailLives.Settled(s.Id, act, r, now),
        ActKind.Payout => new PayoutSettled(s.Id, s.PayoutsMade + 1, r.Result, act.Pays!, r.Ledger, r.FeeStroops, act.Envelope.Hash, r.Failure, now, r.OperatorFeeStroops),
        ActKind.Exit when r.Result == ActResult.Success => new ExitSettled(
            s.Id, r.Result, act.Pays!.KaleStroops, r.XlmStroops, r.Ledger, r.FeeStroops, act.Envelope.Hash, r.Failure, now,
            act.Pays.PayoutWallet, act.Pays.ShareWallet, act.Pays.ShareStroops, act.Pays.ForgoneShareStroops, r.OperatorFeeStroops),
        ActKind.Exit => new ExitSettled(s.Id, r.Result, 0, 0, r.Ledger, r.FeeStroops, act.Envelope.Hash, r.Failure, now, act.Pays!.PayoutWallet, act.Pays.ShareWallet, OperatorFeeStroops: r.OperatorFeeStroops),
        _ => throw new UnreachableException(act.Kind.ToString()),
    };

    /// <summary>The rate is fixed here, for the block that was planted.</summary>
    static decimal RateOf(FarmerState s, ActReport r) => r.Result == ActResult.Success ? s.ShareRate : 0;

    static long ShareOf(FarmerState s, uint block, ActReport r) =>
        r.Result == ActResult.Success ? ShareRule.ShareOf(r.RewardStroops, s.Find(block)?.ShareRate ?? 0) : 0;

    /// <summary>The chain shows the act done, by a transaction that the journal does not know.</summary>
    public static FarmerEvent FoundDone(FarmerState s, FarmerDecision.Prepare wanted, ActReport r, DateTimeOffset now) => wanted.Kind switch
    {
        ActKind.Plant => FoundPlanted(s, wanted.Block, r, now),
        ActKind.Opening => FoundPlanted(s, wanted.Block, r, now) with { IsOnItsOwn = true },
        ActKind.Harvest when r.FoundIn is { } found => new HarvestSettled(
            s.Id, wanted.Block, ActResult.Success, r.RewardStroops, r.StakeStroops, r.Ledger, r.FeeStroops, found.TransactionHash, null, now, ShareOf(s, wanted.Block, r),
            found.Source, r.Ledger <= s.CorrectedLedger),
        ActKind.Exit => new FarmerDeparted(s.Id, now),
        _ => throw new UnreachableException(wanted.Kind.ToString()),
    };

    /// <summary>A pail that no journaled transaction planted; the chain wins.</summary>
    public static PlantSettled FoundPlanted(FarmerState s, uint block, ActReport r, DateTimeOffset now) => new(
        s.Id, block, ActResult.Success, r.StakeStroops, r.Ledger, r.FeeStroops, null, null, now, s.ShareRate, r.LiveUntil, WasCorrected: r.Ledger <= s.CorrectedLedger);

    /// <summary>The answer to a command whose outcome state knows; null where the whole standing is the answer.</summary>
    public static FarmerReply? Reply(FarmerState s, FarmerCommand command)
    {
        switch (command)
        {
            case Plant p:
                var planted = s.Find(p.Slot.Block) ?? new FarmerBlock(p.Slot.Block);
                return new PlantStanding(s.Id, planted.Index, planted.Plant, planted.StakeStroops, planted.PlantHash, planted.PlantFailure);
            case OpenNext o:
                return Reply(s, new Plant(o.FarmerId, o.Slot));
            case Harvest h:
                var harvested = s.Find(h.Block) ?? new FarmerBlock(h.Block);
                return new HarvestStanding(s.Id, harvested.Index, harvested.Harvest, harvested.RewardStroops, harvested.HarvestHash, harvested.HarvestFailure);
            case RecordBatchHarvest h:
                return Reply(s, new Harvest(h.FarmerId, h.Block));
            case RecordBatchRescue r:
                return new WorkStanding(s.Id, r.Block, s.Find(r.Block)?.Work ?? StepState.None);
            case RecordBatchWork w:
                return new WorkStanding(s.Id, w.Block, s.Find(w.Block)?.Work ?? StepState.None, w.Batch);
            case RecordWork w:
                return new WorkStanding(s.Id, w.Block, s.Find(w.Block)?.Work ?? StepState.None);
            case RecordMissedWork w:
                return new WorkStanding(s.Id, w.Block, s.Find(w.Block)?.Work ?? StepState.None);
            case SettleCompensation c:
                return new CompensationStanding(s.Id, c.Block, s.Compensations.GetValueOrDefault(c.Block));
            case PayCompensation c:
                return new CompensationStanding(s.Id, c.Block, s.Compensations.GetValueOrDefault(c.Block));
            default:
                return null;
        }
    }

    public static FarmerStanding Standing(Guid id, FarmerState s) =>
        new(id, s.PoolerId, s.CustodialWallet, s.PayoutWallet, s.TokenHash, s.Status, s.StakePercentage, s.BalanceStroops, s.PausedBy, s is { Status: FarmerStatus.Leaving, PayoutInDoubt: not null } ? s.PayoutFailure : s.LeavingFailure, s.ExitHash,
            s.OwedShareStroops, s.PayoutThresholdStroops, s.LastPayout, s.PayoutFailure, s.PayoutChange, s.ProofsUsed,
            s.MeanReward(uint.MaxValue), s.OpenCompensations.Any() ? [.. s.OpenCompensations.Take(MostCompensations)] : null,
            s.OnTheirOwn().Any() ? [.. s.OnTheirOwn().Where(b => !b.IsOpener).Select(b => b.Index)] : null);
}
