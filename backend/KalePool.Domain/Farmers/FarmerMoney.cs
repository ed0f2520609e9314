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
        PayoutFound p => s is { OpenAct: null, PayoutInDoubt: { } doubt } && (doubt.Number, doubt.Payment, doubt.TransactionHash) == (p.Number, p.Payment, p.TransactionHash)
            ? s.Paid(p.Number, p.Payment, p.TransactionHash, p.At) with { CorrectedLedger = p.ByTransfer ? s.CorrectedLedger : p.Ledger, LastOutgoingLedger = p.Ledger }
            : throw new InvalidOperationException($"farmer {s.Id}: payout {p.Number} found, {s.PayoutInDoubt?.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"} in doubt"),
        PayoutNotFound p => s.PayoutInDoubt is { } doubt && (doubt.Number, doubt.TransactionHash) == (p.Number, p.TransactionHash)
            ? s with { PayoutInDoubt = null, PayoutFailure = null }
            : throw new InvalidOperationException($"farmer {s.Id}: payout {p.Number} not found, which was not in doubt"),
        PayoutRefused p => s with { PayoutFailure = p.Failure },
        _ => null,
    };

    /// <summary>What a transaction has paid leaves the balance, what of it was the pooler's leaves the debt.</summary>
    public static FarmerState Pay(this FarmerState s, Payment payment) => s.Settle(payment) with { BalanceStroops = checked(s.BalanceStroops - payment.Total()) };

    /// <summary>What of a payment was the pooler's leaves the debt.</summary>
    internal static FarmerState Settle(this FarmerState s, Payment payment)
    {
        var settled = checked(payment.ShareStroops + payment.ForgoneShareStroops);
        if (payment.KaleStroops < 0 || payment.ShareStroops < 0 || payment.ForgoneShareStroops < 0 || settled > s.OwedShareStroops)
            throw new InvalidOperationException($"farmer {s.Id}: {payment} of a share of {s.OwedShareStroops} that is owed");
        return s with { OwedShareStroops = s.OwedShareStroops - settled };
    }

    static FarmerState Settle(FarmerState s, PayoutSettled p)
    {
        var closed = s.Close(ActKind.Payout, 0);
        return p.Result switch
        {
            ActResult.Success => closed.Paid(p.Number, p.Payment, p.TransactionHash, p.At) with { LastOutgoingLedger = p.Ledger },
            ActResult.Unknown => closed with { PayoutFailure = p.Failure, PayoutInDoubt = new PayoutDoubt(p.Number, p.Payment, p.TransactionHash) },
            _ => closed with { PayoutFailure = p.Failure },
        };
    }

    /// <summary>It was made, and what it moved has been booked as a correction.</summary>
    internal static FarmerState PaidBefore(this FarmerState s, PayoutDoubt doubt, DateTimeOffset at) => s.Settle(doubt.Payment).After(doubt.Number, doubt.Payment, doubt.TransactionHash, at);

    static FarmerState Paid(this FarmerState s, int number, Payment payment, string transactionHash, DateTimeOffset at) => s.Pay(payment).After(number, payment, transactionHash, at);

    static FarmerState After(this FarmerState s, int number, Payment payment, string transactionHash, DateTimeOffset at) => s with
    {
        PayoutsMade = number,
        IsPaidUp = true,
        PayoutFailure = null,
        PayoutInDoubt = null,
        LastPayout = new PayoutMade(number, payment.KaleStroops, transactionHash, at),
    };
}
