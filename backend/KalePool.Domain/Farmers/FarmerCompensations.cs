using System.Globalization;
using KalePool.Contracts.Errors;
using static KalePool.Domain.Farmers.FarmerDecisions;

namespace KalePool.Domain.Farmers;

/// <summary>What others owe the farmer: what is decided and what events change. KALE moves by none of it; what is netted is owed to the pooler no more.</summary>
public static class FarmerCompensations
{
    /// <summary>Null for an event of another area.</summary>
    internal static FarmerState? ApplyCompensations(this FarmerState s, FarmerEvent e) => e switch
    {
        CompensationDecided d => Decided(s, d),
        CompensationNetted n => Netted(s, n),
        CompensationPaid p => Paid(s, p),
        _ => null,
    };

    /// <summary>The next that can be decided from his own past; null where there is none. Without a past the block must say what its others got.</summary>
    public static CompensationDecided? NextCompensation(this FarmerState s, DateTimeOffset now) =>
        s.Undecided.Where(b => s.MeanReward(b.Index) is not null).Select(b => Decide(s, b, null, now)).FirstOrDefault();

    /// <summary>A leaving farmer has no more rewards to come: what he owes the pooler now is the last of it. Null where nothing is to be netted.</summary>
    public static CompensationNetted? NextNetting(this FarmerState s, DateTimeOffset now)
    {
        if (s is not { Status: FarmerStatus.Leaving, IsSeated: false, OpenAct: null, HasOpenBlocks: false } || s.Undecided.Any() || s.NettableShare == 0) return null;
        return s.OpenCompensations.FirstOrDefault(c => c.OwedBy == Attribution.Pooler) is { } open
            ? new CompensationNetted(s.Id, open.Block, Math.Min(open.OpenStroops, s.NettableShare), now)
            : null;
    }

    /// <summary>Why the exit waits for what is owed to him; null where it need not, or has waited long enough.</summary>
    public static Failure? WhyExitWaits(this FarmerState s, DateTimeOffset now)
    {
        var until = s.LeavingSince + CompensationRule.ExitWaits;
        if (now >= until) return null;
        var deadline = until.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        if (s.Undecided.FirstOrDefault() is { } block)
            return new Failure(ErrorCode.NotReady, $"what is owed to him for block {block.Index} is decided when the block is finished; the exit waits for it until {deadline}", Attribution.Backend);
        return s.OpenCompensations.FirstOrDefault() is { } open
            ? new Failure(ErrorCode.NotReady, $"he is owed {open.OpenStroops} stroops for block {open.Block}; the exit waits for them until {deadline}, then they go to the payout wallet", open.OwedBy)
            : null;
    }

    /// <summary>Decided already, or nobody owes anything for it: the answer says so.</summary>
    internal static FarmerDecision DecideSettle(FarmerState s, SettleCompensation c, DateTimeOffset now) => s.Undecided.FirstOrDefault(b => b.Index == c.Block) switch
    {
        null => new FarmerDecision.Repeat(),
        // A payment that is under way pays the share as it is owed now.
        _ when s.OpenAct is not null => new FarmerDecision.Queue(),
        var block => new FarmerDecision.Persist(Decide(s, block, c.OthersMeanStroops, now)),
    };

    internal static FarmerDecision DecidePaid(FarmerState s, PayCompensation p, DateTimeOffset now)
    {
        if (s.Compensations.GetValueOrDefault(p.Block) is not { } owed) return Reject(ErrorCode.NotFound, $"nothing is owed for block {p.Block}", Attribution.Backend);
        if (owed.PaidHash == p.TransactionHash) return new FarmerDecision.Repeat();
        if (owed.PaidHash is { } other) return Reject(ErrorCode.Conflict, $"transaction_hash: it was paid by {other}", Attribution.Backend);
        if (owed.OpenStroops == 0) return Reject(ErrorCode.Conflict, "transaction_hash: it was netted in full, nothing is to be paid", Attribution.Backend);
        if (s.OpenAct is not null) return new FarmerDecision.Queue();
        // A payment to the custodial wallet that succeeded was before it was closed: the exit has passed it on.
        var his = p.Payments.Where(k => k.Destination == s.CustodialWallet || k.Destination == s.PayoutWallet && s.Status == FarmerStatus.Departed).ToList();
        if (his.Count == 0)
            return Reject(ErrorCode.Conflict, $"destination: {(s.Status == FarmerStatus.Departed ? s.PayoutWallet : s.CustodialWallet)} expected, KALE was paid to {string.Join(", ", p.Payments.Select(k => k.Destination).Distinct())}", Attribution.Backend);
        if (his.FirstOrDefault(k => k.AmountStroops == owed.OpenStroops) is { } exact) return Persist(exact, 0);
        // Paid before the exit's netting was known.
        if (his.FirstOrDefault(k => k.Destination == s.CustodialWallet && k.AmountStroops == owed.OpenStroops + owed.NettedAtExitStroops) is { } whole)
            return Persist(whole, s.Status == FarmerStatus.Departed ? 0 : owed.NettedAtExitStroops);
        return Reject(ErrorCode.Conflict, $"amount: {owed.OpenStroops} stroops of KALE expected, {string.Join(", ", his.Select(k => k.AmountStroops))} paid", Attribution.Backend);

        FarmerDecision.Persist Persist(KalePaid paid, long restored) =>
            new(new CompensationPaid(s.Id, p.Block, paid.AmountStroops, paid.Destination, p.TransactionHash, p.Ledger, restored, now));
    }

    static CompensationDecided Decide(FarmerState s, FarmerBlock block, long? othersMean, DateTimeOffset now)
    {
        var own = s.MeanReward(block.Index);
        var mean = own ?? othersMean ?? 0;
        var (owedBy, amount) = (CompensationRule.OwedBy(block)!, CompensationRule.AmountOf(block, mean));
        var type = block.Plant == StepState.Failed ? Compensation.PlantFailure : Compensation.WorkFailure;
        return new CompensationDecided(s.Id, block.Index, type, owedBy, amount, Nets(s, owedBy, amount), CompensationRule.ReasonOf(block, mean, own is not null), now);
    }

    /// <summary>Only the pooler's debt, for the share is owed to him alone.</summary>
    static long Nets(FarmerState s, string owedBy, long amount) => owedBy == Attribution.Pooler ? Math.Min(amount, s.NettableShare) : 0;

    static FarmerState Decided(FarmerState s, CompensationDecided d)
    {
        if (s.OpenAct is not null || s.Undecided.FirstOrDefault(b => b.Index == d.Block) is not { } block || CompensationRule.OwedBy(block) != d.OwedBy)
            throw new InvalidOperationException($"farmer {s.Id}: a compensation by the {d.OwedBy} for block {d.Block}, which nobody owes or which was decided before");
        if (d.AmountStroops < 0 || d.NettedStroops != Nets(s, d.OwedBy, d.AmountStroops))
            throw new InvalidOperationException($"farmer {s.Id}, block {d.Block}: {d.NettedStroops} netted of {d.AmountStroops}, while a share of {s.NettableShare} is owed");
        var decided = s.With(d.Block, b => b with { IsCompensationDecided = true });
        if (d.AmountStroops == 0) return decided;
        return decided.Net(d.NettedStroops).Keep(new Compensation(d.Block, d.Type, d.OwedBy, d.AmountStroops, d.NettedStroops));
    }

    static FarmerState Netted(FarmerState s, CompensationNetted n)
    {
        if (s.OpenAct is not null || Open(s, n.Block) is not { OwedBy: Attribution.Pooler } open || n.NettedStroops <= 0 || n.NettedStroops > open.OpenStroops || n.NettedStroops > s.NettableShare)
            throw new InvalidOperationException($"farmer {s.Id}, block {n.Block}: {n.NettedStroops} netted, while a share of {s.NettableShare} is owed");
        return s.Net(n.NettedStroops).Keep(open with { NettedAtExitStroops = open.NettedAtExitStroops + n.NettedStroops });
    }

    static FarmerState Paid(FarmerState s, CompensationPaid p)
    {
        var open = Open(s, p.Block);
        var late = s.Status == FarmerStatus.Departed ? 0 : open.NettedAtExitStroops;
        if (s.OpenAct is not null || p.AmountStroops < open.OpenStroops || p.AmountStroops > open.OpenStroops + open.NettedAtExitStroops || p.RestoredStroops != Math.Min(p.AmountStroops - open.OpenStroops, late))
            throw new InvalidOperationException($"farmer {s.Id}, block {p.Block}: {p.AmountStroops} paid of {open.OpenStroops}, {p.RestoredStroops} owed again");
        return s.Net(-p.RestoredStroops).Keep(open with { NettedAtExitStroops = open.NettedAtExitStroops - p.RestoredStroops, PaidHash = p.TransactionHash });
    }

    static Compensation Open(FarmerState s, uint block) => s.Compensations.GetValueOrDefault(block) is { OpenStroops: > 0 } open
        ? open
        : throw new InvalidOperationException($"farmer {s.Id}: nothing is owed for block {block}");

    static FarmerState Net(this FarmerState s, long stroops) => s with { OwedShareStroops = checked(s.OwedShareStroops - stroops) };

    /// <summary>What is open is never forgotten; what is settled as long as closed blocks are remembered.</summary>
    static FarmerState Keep(this FarmerState s, Compensation changed)
    {
        var all = s.Compensations.SetItem(changed.Block, changed);
        var settled = all.Values.Where(c => c.OpenStroops == 0).Select(c => c.Block).ToList();
        return s with { Compensations = all.RemoveRange(settled.Take(settled.Count - FarmerState.ClosedBlocksKept)) };
    }
}
