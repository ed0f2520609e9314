using KalePool.Contracts.Farmers;
using KalePool.Domain;
using KalePool.Domain.Farmers;

namespace KalePool.Backend.ReadModel.Rows;

/// <summary>What payouts, shares, deposits, corrections, the exit and another payout wallet change.</summary>
static class FarmerMoneyRows
{
    const string PayoutKind = "payout";
    const string ExitKind = "exit";
    const string ShareKind = "pooler_share";

    /// <summary>Null for an event of another area.</summary>
    public static IReadOnlyList<Change>? Of(FarmerEvent e, EventSource source) => e switch
    {
        PayoutThresholdChanged t => [new FarmerThresholdChanged(e.FarmerId, t.ThresholdStroops)],
        PayoutSubmitted p => [FarmerRows.Opened(PayoutKind, p.Act, e, source), .. Paying(PayoutKind, p.Payment, p.Act.Hash, e, source)],
        PayoutSettled p => Settled(p.Result, p.Payment, MovementKind.Payout, p.TransactionHash, p.Ledger, p.FeeStroops, e, source),
        PayoutFound p => [Resolved(RowStatus.Success, p.TransactionHash, e, source), .. Paid(p.Payment, MovementKind.Payout, RowStatus.Success, p.TransactionHash, p.Ledger, 0, e, source)],
        PayoutNotFound p => [Resolved(RowStatus.Failed, p.TransactionHash, e, source), new PaymentSettled(e.FarmerId, p.TransactionHash, RowStatus.Failed, 0)],
        ExitSubmitted x =>
        [
            FarmerRows.Opened(ExitKind, x.Act, e, source),
            .. Paying(ExitKind, new Payment(x.PayoutWallet, x.KaleStroops, x.ShareWallet, x.ShareStroops, x.ForgoneShareStroops), x.Act.Hash, e, source),
        ],
        ExitSettled x =>
        [
            .. Settled(x.Result, new Payment("", x.KaleStroops, x.ShareWallet, x.ShareStroops, x.ForgoneShareStroops), MovementKind.Exit, x.TransactionHash, x.Ledger, x.FeeStroops, e, source),
            .. x.Result == ActResult.Success ? [new FarmerStatusChanged(e.FarmerId, FarmerStatusName.Departed)] : Array.Empty<Change>(),
        ],
        PaymentRecovered p => OfRecovered(p, source),
        OutgoingRecorded o => Moved(MovementKind.Correction, checked(-o.AmountStroops), o.Ledger, o.TransactionHash, e, source),
        DepositRecorded d => Moved(MovementKind.Deposit, d.AmountStroops, d.Ledger, d.TransactionHash, e, source),
        BalanceCorrected c => Moved(MovementKind.Correction, c.AmountStroops, c.Ledger, null, e, source),
        PayoutWalletChanged w => [new FarmerPayoutWalletChanged(e.FarmerId, w.PayoutWallet), new PayoutChangeOver(e.FarmerId)],
        PayoutChangeRequested r => [new PayoutChangeAsked(e.FarmerId, r.PayoutWallet, r.EffectiveAt.ToUniversalTime())],
        PayoutChangeCancelled => [new PayoutChangeOver(e.FarmerId)],
        // Why something cannot be yet is shown by the farmer himself; tokens are his alone.
        LossAccepted { ForgoneShareStroops: > 0 and var forgone } => [new OwedShareChanged(e.FarmerId, -forgone)],
        PayoutRefused or ExitRefused or TokenRenewed or LossAccepted => [],
        _ => null,
    };

    static List<Change> OfRecovered(PaymentRecovered p, EventSource source)
    {
        var isExit = p.Kind == PaymentMemo.Exit;
        var changes = Paying(isExit ? ExitKind : PayoutKind, p.Payment, p.TransactionHash, p, source);
        if (p.InsteadOf is { } never) changes.AddRange([Resolved(RowStatus.Failed, never, p, source), new PaymentSettled(p.FarmerId, never, RowStatus.Failed, 0)]);
        // Of the debt only as much is settled as this journal knew of.
        var known = p.Payment with { ShareStroops = p.SettledShareStroops };
        changes.AddRange(Paid(known, isExit ? MovementKind.Exit : MovementKind.Payout, RowStatus.Success, p.TransactionHash, p.Ledger, p.FeeStroops, p, source));
        FarmerRows.Move(changes, MovementKind.Share, checked(p.SettledShareStroops - p.Payment.ShareStroops), p, p.Ledger, p.TransactionHash, null, source);
        if (isExit) changes.Add(new FarmerStatusChanged(p.FarmerId, FarmerStatusName.Leaving));
        return changes;
    }

    /// <summary>One transaction, a row for each who is paid.</summary>
    static List<Change> Paying(string kind, Payment payment, string hash, FarmerEvent e, EventSource source)
    {
        var rows = new List<Change> { new PayoutAdded(source.RowId("payouts"), e.FarmerId, kind, payment.KaleStroops, payment.PayoutWallet, hash, FarmerRows.Utc(e)) };
        if (payment is { ShareStroops: not 0, ShareWallet: { } wallet }) rows.Add(new PayoutAdded(source.RowId("payouts", 1), e.FarmerId, ShareKind, payment.ShareStroops, wallet, hash, FarmerRows.Utc(e)));
        return rows;
    }

    static List<Change> Moved(string kind, long amount, uint ledger, string? hash, FarmerEvent e, EventSource source)
    {
        var changes = new List<Change>();
        FarmerRows.Move(changes, kind, amount, e, ledger, hash, null, source);
        return changes;
    }

    static List<Change> Settled(ActResult result, Payment payment, string kind, string hash, uint ledger, long fee, FarmerEvent e, EventSource source) => result == ActResult.Success
        ? [FarmerRows.Settled(result, e, source), .. Paid(payment, kind, RowStatus.Of(result), hash, ledger, fee, e, source)]
        : [FarmerRows.Settled(result, e, source), new PaymentSettled(e.FarmerId, hash, RowStatus.Of(result), fee)];

    static ActResolved Resolved(string status, string hash, FarmerEvent e, EventSource source) => new(source.PersistenceId, hash, status, FarmerRows.Utc(e));

    static List<Change> Paid(Payment payment, string kind, string status, string hash, uint ledger, long fee, FarmerEvent e, EventSource source)
    {
        var changes = new List<Change> { new PaymentSettled(e.FarmerId, hash, status, fee) };
        FarmerRows.Move(changes, kind, checked(-payment.KaleStroops), e, ledger, hash, null, source);
        FarmerRows.Move(changes, MovementKind.Share, checked(-payment.ShareStroops), e, ledger, hash, null, source);
        var settled = checked(payment.ShareStroops + payment.ForgoneShareStroops);
        if (settled != 0) changes.Add(new OwedShareChanged(e.FarmerId, -settled));
        return changes;
    }
}
