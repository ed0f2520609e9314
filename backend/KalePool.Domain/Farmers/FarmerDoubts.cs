using System.Globalization;
using KalePool.Contracts.Errors;
using KalePool.Domain.Chain;

namespace KalePool.Domain.Farmers;

/// <summary>Acts whose outcome nobody knew: they are remembered until the balance or an operator tells, and the chain has not contradicted.</summary>
/// <remarks>
/// The books are compared with the chain before anything is resolved. Whatever an act moved has been booked as a correction by then, so that a resolution
/// moves nothing: it says what that correction was.
/// </remarks>
public static class FarmerDoubts
{
    /// <summary>Null for an event of another area.</summary>
    internal static FarmerState? ApplyDoubts(this FarmerState s, FarmerEvent e)
    {
        if (e is not OutcomeResolved r) return null;
        if (s.OpenAct is not null || s.UnknownActs.GetValueOrDefault(r.TransactionHash) is not { } act || (act.Kind, act.Block) != (r.Kind, r.Block))
            throw new InvalidOperationException($"farmer {s.Id}: {r.Kind} {r.TransactionHash} resolved, which was not in doubt");
        return Resolve(s, r).Forget(r.TransactionHash, r.Result);
    }

    /// <summary>What an event leaves in doubt, or takes out of it.</summary>
    internal static FarmerState Remember(FarmerState before, FarmerState after, FarmerEvent e) => e switch
    {
        TrustlineSettled { Result: ActResult.Unknown } or PlantSettled { Result: ActResult.Unknown } or HarvestSettled { Result: ActResult.Unknown } or RescueSettled { Result: ActResult.Unknown }
            or WorkSettled { Result: ActResult.Unknown, Batch: null }
            or PayoutSettled { Result: ActResult.Unknown } or ExitSettled { Result: ActResult.Unknown } => before.OpenAct is { } act && after.OpenAct is null
                ? after with { UnknownActs = after.UnknownActs.SetItem(act.Envelope.Hash, act) }
                : after,
        PayoutFound p => after.Forget(p.TransactionHash, ActResult.Success),
        PayoutNotFound p => after.Forget(p.TransactionHash, ActResult.NotHappened),
        // Found by what it did, be it another's transaction that did it: there is nothing left that an operator could say of it.
        PaymentRecovered { InsteadOf: { } hash } p => after.Forget(hash, hash == p.TransactionHash ? ActResult.Success : ActResult.NotHappened),
        HarvestSettled { Result: ActResult.Success } h => after.UnknownActs.Values.Where(a => a.Kind == ActKind.Harvest && a.Block == h.Block)
            .Aggregate(after, (s, a) => s.Forget(a.Envelope.Hash, a.Envelope.Hash == h.TransactionHash ? ActResult.Success : ActResult.NotHappened)),
        _ => after,
    };

    /// <summary>A repeat of the same outcome changes nothing; failed and not happened come to the same.</summary>
    internal static FarmerDecision DecideResolve(FarmerState s, ResolveAct c)
    {
        if (s.ResolvedActs.TryGetValue(c.TransactionHash, out var known))
        {
            return known == ActResult.Success == (c.Result == ActResult.Success)
                ? new FarmerDecision.Repeat()
                : FarmerDecisions.Reject(ErrorCode.Conflict, $"outcome: the act is resolved already: {(known == ActResult.Success ? "it succeeded" : "it did not succeed")}", Attribution.Backend);
        }
        if (s.UnknownActs.GetValueOrDefault(c.TransactionHash) is not { } act) return FarmerDecisions.Reject(ErrorCode.Conflict, "the act's outcome is not in doubt", Attribution.Backend);
        return s.OpenAct is null ? new FarmerDecision.Prepare(ActKind.Resolve, act.Block, null, c) : new FarmerDecision.Queue();
    }

    /// <summary>Amounts are the chain's, or of a payment the journal's.</summary>
    public static OutcomeResolved Resolved(FarmerState s, ResolveAct c, ActReport r, DateTimeOffset now)
    {
        var act = s.UnknownActs[c.TransactionHash];
        var done = r.Result == ActResult.Success;
        var rate = done && act.Kind == ActKind.Plant ? s.ShareRate : 0;
        var share = done && act.Kind == ActKind.Harvest ? ShareRule.ShareOf(r.RewardStroops, s.Find(act.Block)?.ShareRate ?? 0) : 0;
        return new OutcomeResolved(
            s.Id, act.Kind, act.Block, c.TransactionHash, r.Result, c.Reason, r.Ledger, r.FeeStroops, now, r.StakeStroops, r.RewardStroops, rate, share, r.Gap, done ? act.Pays : null, c.ByTransaction,
            PoolerIsFree: done && act.Kind == ActKind.Plant);
    }

    static FarmerState Resolve(FarmerState s, OutcomeResolved r) => (r.Kind, r.Result == ActResult.Success) switch
    {
        (ActKind.Plant, true) => s.With(r.Block, b => b with
        {
            Plant = StepState.Success,
            StakeStroops = r.StakeStroops,
            PlantHash = r.TransactionHash,
            PlantFailure = null,
            ShareRate = r.RewardShare,
            IsOnItsOwn = true,
            PoolerIsFree = r.PoolerIsFree,
        }),
        (ActKind.Harvest, true) => Harvested(s, r),
        (ActKind.Harvest, false) => s.With(r.Block, b => b with { Harvest = StepState.None, HarvestHash = null, HarvestFailure = null, IsOnItsOwn = true }),
        (ActKind.Rescue, true) => s.With(r.Block, b => b with { RescueGap = r.Gap }),
        (ActKind.Work, true) => s.With(r.Block, b => b with { LandedZeros = Math.Max(s.UnknownActs[r.TransactionHash].Work?.Zeros() ?? 0, b.LandedZeros ?? 0) }),
        (ActKind.Payout, true) => s.PayoutInDoubt is { } doubt && doubt.TransactionHash == r.TransactionHash && doubt.Payment == r.Payment
            ? s.PaidBefore(doubt, r.At) with { UnexplainedLossStroops = Math.Max(0, checked(s.UnexplainedLossStroops - doubt.Payment.Total())) }
            : throw new InvalidOperationException($"farmer {s.Id}: payout {r.TransactionHash} resolved, {s.PayoutInDoubt?.Number.ToString(CultureInfo.InvariantCulture) ?? "none"} in doubt"),
        (ActKind.Payout, false) => s with { PayoutInDoubt = null, PayoutFailure = null },
        (ActKind.Exit, true) => s.Settle(r.Payment!) with { Status = FarmerStatus.Departed, LeavingFailure = null, ExitHash = r.TransactionHash },
        // A trustline that is there is found when funding is confirmed; what did not succeed has left things as they were.
        _ => s,
    };

    static FarmerState Harvested(FarmerState s, OutcomeResolved r)
    {
        if (s.Find(r.Block) is not { } known || known.StakeStroops != r.StakeStroops || r.RewardStroops < 0 || r.ShareStroops != ShareRule.ShareOf(r.RewardStroops, known.ShareRate))
            throw new InvalidOperationException($"farmer {s.Id}, block {r.Block}: a harvest resolved with a stake of {r.StakeStroops} and a share of {r.ShareStroops}, which do not belong to it");
        return s.With(r.Block, b => b with { Harvest = StepState.Success, RewardStroops = r.RewardStroops, HarvestHash = r.ByTransaction ?? r.TransactionHash, HarvestFailure = null }) with
        {
            OwedShareStroops = checked(s.OwedShareStroops + r.ShareStroops),
            IsPaidUp = false,
        };
    }

    static FarmerState Forget(this FarmerState s, string transactionHash, ActResult result) =>
        s with { UnknownActs = s.UnknownActs.Remove(transactionHash), ResolvedActs = s.ResolvedActs.SetItem(transactionHash, result) };
}
