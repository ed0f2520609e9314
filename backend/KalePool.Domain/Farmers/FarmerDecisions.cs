using System.Diagnostics;
using KalePool.Contracts.Errors;

namespace KalePool.Domain.Farmers;

/// <summary>Every rule of a farmer's commands; a function of state, command and time. Those of his blocks stand in <see cref="FarmingDecisions"/>.</summary>
public static class FarmerDecisions
{
    const string Operator = "operator";

    public static FarmerDecision Decide(this FarmerState s, FarmerCommand c, DateTimeOffset now) => c switch
    {
        RegisterFarmer r => DecideRegister(s, r, now),
        _ when s.Status == FarmerStatus.Unknown => Reject(ErrorCode.NotFound, $"there is no farmer {c.FarmerId:D}", Attribution.Pooler),
        ConfirmFunding => DecideConfirm(s),
        ChangeStake g => DecideStake(s, g, now),
        ChangePayoutThreshold t => PayoutDecisions.DecideThreshold(s, t, now),
        RecordDeposit d => FarmerBooks.DecideDeposit(s, d, now),
        RecordOutgoing o => FarmerOutgoings.DecideOutgoing(s, o, now),
        AcceptLoss a => FarmerOutgoings.DecideAccept(s, a, now),
        CheckBalance => FarmerBooks.DecideCheck(s),
        ResolveAct r => FarmerDoubts.DecideResolve(s, r),
        SetPaused p => DecidePause(s, p, now),
        Leave => DecideLeave(s, now),
        ChangePayoutWallet w => FarmerCustody.DecidePayoutWallet(s, w, now),
        CancelPayoutChange x => FarmerCustody.DecideCancel(s, x, now),
        RenewToken t => FarmerCustody.DecideToken(s, t, now),
        ExportKey => s.Status == FarmerStatus.Departed
            ? new FarmerDecision.Persist(new KeyExported(s.Id, now))
            : Reject(ErrorCode.Conflict, $"the farmer is {Name(s.Status)}: only a departed one's key is shown", Attribution.Backend),
        Plant p => FarmingDecisions.DecidePlant(s, p, now),
        OpenNext o => OwnPails.DecideOpen(s, o),
        FindPails f => OwnPails.DecideFind(s, f),
        KeepPails k => PailLives.DecideKeep(s, k.Ledger),
        RecordWork w => FarmingDecisions.DecideWork(s, w, now),
        Rescue r => FarmerRescues.DecideRescue(s, r),
        SubmitWork w => FarmerWorks.DecideSubmit(s, w),
        RecordMissedWork w => FarmingDecisions.DecideMissedWork(s, w, now),
        Harvest h => FarmingDecisions.DecideHarvest(s, h),
        SettleCompensation x => FarmerCompensations.DecideSettle(s, x, now),
        PayCompensation x => FarmerCompensations.DecidePaid(s, x, now),
        RecordBatchHarvest h => FarmerBatches.DecideHarvest(s, h, now),
        RecordBatchRescue r => FarmerBatches.DecideRescue(s, r, now),
        RecordBatchWork w => FarmerBatches.DecideWork(s, w, now),
        WakeFarmer => new FarmerDecision.Repeat(),
        _ => throw new UnreachableException(c.GetType().Name),
    };

    static FarmerDecision DecideRegister(FarmerState s, RegisterFarmer r, DateTimeOffset now)
    {
        if (s.Status != FarmerStatus.Unknown) return new FarmerDecision.Repeat();
        return new FarmerDecision.Persist(new FarmerRegistered(r.FarmerId, r.PoolerId, r.CustodialWallet, r.PayoutWallet, r.StakePercentage, r.TokenHash, now));
    }

    static FarmerDecision DecideConfirm(FarmerState s) => s switch
    {
        { OpenAct.Kind: ActKind.Trustline } => new FarmerDecision.Await(),
        { Status: FarmerStatus.AwaitingFunding } => new FarmerDecision.Prepare(ActKind.Trustline, 0, null),
        _ => new FarmerDecision.Repeat(),
    };

    static FarmerDecision DecideStake(FarmerState s, ChangeStake g, DateTimeOffset now)
    {
        if (s.Status is FarmerStatus.Leaving or FarmerStatus.Departed) return Reject(ErrorCode.FarmerNotActive, $"the farmer is {Name(s.Status)}", Attribution.Farmer);
        return g.StakePercentage == s.StakePercentage ? new FarmerDecision.Repeat() : new FarmerDecision.Persist(new StakeChanged(s.Id, g.StakePercentage, now));
    }

    static FarmerDecision DecidePause(FarmerState s, SetPaused p, DateTimeOffset now)
    {
        if (p.IsPaused == s.PausedBy is not null) return new FarmerDecision.Repeat();
        return new FarmerDecision.Persist(p.IsPaused ? new FarmerPaused(s.Id, Operator, now) : new FarmerResumed(s.Id, now));
    }

    static FarmerDecision DecideLeave(FarmerState s, DateTimeOffset now) => s.Status switch
    {
        FarmerStatus.Leaving or FarmerStatus.Departed => new FarmerDecision.Repeat(),
        _ when s.OpenAct?.Kind == ActKind.Trustline => new FarmerDecision.Queue(),
        _ => new FarmerDecision.Persist(new LeavingStarted(s.Id, now)),
    };

    /// <summary>What a leaving farmer's wallet does next by itself; null where it must wait or has nothing to do.</summary>
    public static FarmerDecision.Prepare? NextOfLeaving(this FarmerState s) =>
        s is { Status: FarmerStatus.Leaving, IsSeated: false, OpenAct: null, HasOpenBlocks: false, PayoutInDoubt: null } ? new FarmerDecision.Prepare(ActKind.Exit, 0, null) : null;

    internal static FarmerDecision.Reject Reject(string code, string message, string attributedTo) => new(new Failure(code, message, attributedTo));

    internal static string Name(FarmerStatus status) => status switch
    {
        FarmerStatus.AwaitingFunding => "awaiting funding",
        _ => status.ToString().ToLowerInvariant(),
    };
}
