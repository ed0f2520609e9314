using KalePool.Contracts.Errors;
using static KalePool.Domain.Farmers.FarmerDecisions;

namespace KalePool.Domain.Farmers;

/// <summary>When a farmer who stays is paid, and how much.</summary>
public static class PayoutDecisions
{
    internal static FarmerDecision DecideThreshold(FarmerState s, ChangePayoutThreshold t, DateTimeOffset now)
    {
        if (s.Status is FarmerStatus.Leaving or FarmerStatus.Departed) return Reject(ErrorCode.FarmerNotActive, $"the farmer is {Name(s.Status)}", Attribution.Farmer);
        return t.ThresholdStroops == s.PayoutThresholdStroops ? new FarmerDecision.Repeat() : new FarmerDecision.Persist(new PayoutThresholdChanged(s.Id, t.ThresholdStroops, now));
    }

    /// <summary>
    /// What an active farmer's wallet does next by itself; null where nothing is to be paid. Once for what has come in: without that, a large balance would be
    /// halved and halved again until it is below the threshold.
    /// </summary>
    public static FarmerDecision.Prepare? NextPayout(this FarmerState s) =>
        s is { Status: FarmerStatus.Active, IsSeated: true, OpenAct: null, IsPaidUp: false, PayoutInDoubt: null } && s.PayableOf(s.BalanceStroops) > 0
            ? new FarmerDecision.Prepare(ActKind.Payout, 0, null)
            : null;

    /// <summary>Above the threshold all that is neither owed nor the next stake; 0 otherwise.</summary>
    public static long PayableOf(this FarmerState s, long balanceStroops)
    {
        var free = checked(balanceStroops - s.OwedShareStroops);
        return s.PayoutThresholdStroops is { } threshold && free > threshold
            ? free - StakeRule.StakeFor(balanceStroops, s.OwedShareStroops, s.StakePercentage)
            : 0;
    }
}
