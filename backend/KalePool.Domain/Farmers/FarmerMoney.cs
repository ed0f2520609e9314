namespace KalePool.Domain.Farmers;

/// <summary>Payouts and the pooler's share: as events change them.</summary>
static class FarmerMoney
{
    /// <summary>Null for an event of another area.</summary>
    public static FarmerState? ApplyMoney(this FarmerState s, FarmerEvent e) => e switch
    {
        PayoutThresholdChanged c => s with { PayoutThresholdStroops = c.ThresholdStroops, IsPaidUp = false, PayoutFailure = null },
        PayoutSubmitted p => s.Open(new OpenAct(ActKind.Payout, 0, 0, p.Act, p.Payment)),
        PayoutSettled p => Settle(s, p),
        PayoutRefused p => s with { PayoutFailure = p.Failure },
        _ => null,
    };

    /// <summary>What a transaction has paid leaves the balance, what of it was the pooler's leaves the debt.</summary>
    public static FarmerState Pay(this FarmerState s, Payment payment)
    {
        var settled = checked(payment.ShareStroops + payment.ForgoneShareStroops);
        if (payment.KaleStroops < 0 || payment.ShareStroops < 0 || payment.ForgoneShareStroops < 0 || settled > s.OwedShareStroops)
            throw new InvalidOperationException($"farmer {s.Id}: {payment} of a share of {s.OwedShareStroops} that is owed");
        return s with { BalanceStroops = checked(s.BalanceStroops - payment.Total()), OwedShareStroops = s.OwedShareStroops - settled };
    }

    static FarmerState Settle(FarmerState s, PayoutSettled p)
    {
        var closed = s.Close(ActKind.Payout, 0);
        if (p.Result != ActResult.Success) return closed with { PayoutFailure = p.Failure };
        return closed.Pay(p.Payment) with
        {
            PayoutsMade = p.Number,
            IsPaidUp = true,
            PayoutFailure = null,
            LastPayout = new PayoutMade(p.Number, p.Payment.KaleStroops, p.TransactionHash, p.At),
        };
    }
}
