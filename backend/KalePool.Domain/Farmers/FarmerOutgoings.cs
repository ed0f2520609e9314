using KalePool.Contracts.Errors;

namespace KalePool.Domain.Farmers;

/// <summary>A transfer out of a wallet.</summary>
/// <param name="To">G… or C….</param>
public sealed record OutgoingLeg(string To, long AmountStroops);

/// <summary>Transfers out of the wallet: each is an act of the journal's, one that the journal has lost, or somebody else's.</summary>
static class FarmerOutgoings
{
    /// <summary>How far beyond what it knows a restored journal looks for the number of a payment.</summary>
    const int NumbersTried = 10_000;

    /// <summary>Null for an event of another area.</summary>
    public static FarmerState? ApplyOutgoings(this FarmerState s, FarmerEvent e) => e switch
    {
        PaymentRecovered p => Recover(s, p),
        OutgoingRecorded o => s.OpenAct is not { Kind: ActKind.Payout or ActKind.Exit } && o.AmountStroops > 0
            ? s with { BalanceStroops = checked(s.BalanceStroops - o.AmountStroops), LastOutgoingLedger = o.Ledger }
            : throw new InvalidOperationException($"farmer {s.Id}: {o.AmountStroops} left by {o.TransactionHash} while {s.OpenAct?.Kind.ToString() ?? "nothing"} is open"),
        LossAccepted a => a.LossStroops == s.UnexplainedLossStroops && a.PayoutsMade >= s.PayoutsMade && a.ForgoneShareStroops >= 0 && a.ForgoneShareStroops <= s.OwedShareStroops
            ? s with { UnexplainedLossStroops = 0, OwedShareStroops = s.OwedShareStroops - a.ForgoneShareStroops, PayoutsMade = a.PayoutsMade, PayoutFailure = null, LeavingFailure = null }
            : throw new InvalidOperationException($"farmer {s.Id}: a loss of {a.LossStroops} accepted, of {s.UnexplainedLossStroops}"),
        _ => null,
    };

    /// <summary>Told in the order of the chain; once a transaction.</summary>
    public static FarmerDecision DecideOutgoing(FarmerState s, RecordOutgoing o, DateTimeOffset now)
    {
        // One payment goes on at a time, so that what is not newer than the last one known is known, or a correction has counted it.
        if (s.Status == FarmerStatus.Departed || o.Legs.Count == 0 || o.Ledger <= s.LastOutgoingLedger || o.Ledger <= s.CorrectedLedger) return new FarmerDecision.Repeat();
        if (s.OpenAct is { Kind: ActKind.Payout or ActKind.Exit } open) return open.Envelope.Hash == o.InnerHash ? new FarmerDecision.Repeat() : new FarmerDecision.Queue();
        if (s.PayoutInDoubt is { } doubt && doubt.TransactionHash == o.InnerHash)
            return new FarmerDecision.Persist(new PayoutFound(s.Id, doubt.Number, doubt.Payment, doubt.TransactionHash, o.Ledger, now, ByTransfer: true));
        return new FarmerDecision.Persist(
            NumberOf(s, PaymentMemo.Payout, o.Memo) is { } payout ? Recovered(s, PaymentMemo.Payout, payout, o, now)
            : NumberOf(s, PaymentMemo.Exit, o.Memo) is { } exit ? Recovered(s, PaymentMemo.Exit, exit, o, now)
            : new OutgoingRecorded(s.Id, Sum(o.Legs), o.Legs[0].To, o.TransactionHash, o.Ledger, now));
    }

    /// <summary>A repeat of what was accepted changes nothing.</summary>
    public static FarmerDecision DecideAccept(FarmerState s, AcceptLoss a, DateTimeOffset now)
    {
        if (s.UnexplainedLossStroops == 0) return new FarmerDecision.Repeat();
        if (a.LossStroops != s.UnexplainedLossStroops) return FarmerDecisions.Reject(ErrorCode.Conflict, $"the loss is of {s.UnexplainedLossStroops} stroops", Attribution.Backend);
        if (a.PayoutsMade < s.PayoutsMade) return FarmerDecisions.Reject(ErrorCode.Conflict, $"{s.PayoutsMade} payouts are known", Attribution.Backend);
        return new FarmerDecision.Persist(new LossAccepted(s.Id, a.LossStroops, a.PayoutsMade ?? s.PayoutsMade, a.Reason, now, ForgoneBy(s)));
    }

    /// <summary>
    /// What is missing may be a reward that a server has made up, or a payment that the journal has lost, its share with it: of neither a share is owed, or the pooler would
    /// be paid out of what is really there.
    /// </summary>
    static long ForgoneBy(FarmerState s) => Math.Min(s.OwedShareStroops, ShareRule.ShareOf(s.UnexplainedLossStroops, s.ShareRate));

    /// <summary>Null where the memo is none of this kind for a payment that the journal does not know.</summary>
    static int? NumberOf(FarmerState s, string kind, string? memo)
    {
        if (memo is null) return null;
        for (var number = s.PayoutsMade + 1; number <= s.PayoutsMade + NumbersTried; number++)
        {
            if (PaymentMemo.Of(kind, s.Id, (ulong)number).ToHex() == memo) return number;
        }
        return null;
    }

    static PaymentRecovered Recovered(FarmerState s, string kind, int number, RecordOutgoing o, DateTimeOffset now)
    {
        var payment = PaymentOf(s, o.Legs);
        var settled = Math.Min(s.OwedShareStroops, payment.ShareStroops);
        if (kind == PaymentMemo.Exit) payment = payment with { ForgoneShareStroops = s.OwedShareStroops - settled };
        var instead = kind == PaymentMemo.Payout ? s.PayoutInDoubt?.TransactionHash : null;
        return new PaymentRecovered(s.Id, kind, number, payment, settled, o.InnerHash, o.Ledger, o.FeeStroops, now, instead);
    }

    /// <summary>The share goes first, and to the pooler; all else is the farmer's, wherever he was paid to then.</summary>
    static Payment PaymentOf(FarmerState s, IReadOnlyList<OutgoingLeg> legs)
    {
        var isShared = legs[0].To == s.ShareWallet && (legs.Count > 1 || s.ShareWallet != s.PayoutWallet);
        var rest = isShared ? legs.Skip(1).ToList() : legs;
        var to = rest.Count > 0 ? rest[^1].To : s.PayoutWallet;
        return isShared ? new Payment(to, Sum(rest), s.ShareWallet, legs[0].AmountStroops) : new Payment(to, Sum(rest));
    }

    static FarmerState Recover(FarmerState s, PaymentRecovered p)
    {
        var settled = checked(p.SettledShareStroops + p.Payment.ForgoneShareStroops);
        if (s.OpenAct is { Kind: ActKind.Payout or ActKind.Exit } || p.Number <= s.PayoutsMade || p.SettledShareStroops < 0 || settled > s.OwedShareStroops || p.Ledger <= s.LastOutgoingLedger)
            throw new InvalidOperationException($"farmer {s.Id}: {p.Kind} {p.Number} of {p.Payment} recovered after {s.PayoutsMade} payouts, {s.OwedShareStroops} owed");
        var paid = s with { BalanceStroops = checked(s.BalanceStroops - p.Payment.Total()), OwedShareStroops = s.OwedShareStroops - settled, LastOutgoingLedger = p.Ledger };
        if (p.Kind == PaymentMemo.Payout)
        {
            return paid with
            {
                PayoutsMade = p.Number,
                IsPaidUp = true,
                PayoutFailure = null,
                PayoutInDoubt = null,
                LastPayout = new PayoutMade(p.Number, p.Payment.KaleStroops, p.TransactionHash, p.At),
            };
        }
        // Seat and open blocks are given up as for anybody who leaves; then there is no wallet any more.
        return paid with
        {
            Status = FarmerStatus.Leaving,
            IsSeated = s.Status == FarmerStatus.Leaving ? s.IsSeated : s.WasActive,
            ExitWasSent = true,
            ExitHash = p.TransactionHash,
            LeavingFailure = null,
        };
    }

    static long Sum(IReadOnlyList<OutgoingLeg> legs) => legs.Aggregate(0L, (sum, leg) => checked(sum + leg.AmountStroops));
}
