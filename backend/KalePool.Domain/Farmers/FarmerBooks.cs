namespace KalePool.Domain.Farmers;

/// <summary>A wallet's KALE in one answer of one node.</summary>
/// <param name="Ledger">The newest closed ledger of the answer.</param>
/// <param name="OpenPailsStand">No pail of his open blocks is gone: nothing of them has come back to the wallet yet.</param>
public sealed record BalanceSighting(uint Ledger, long KaleStroops, bool OpenPailsStand);

/// <summary>That every stroop which moves in a wallet is an event: deposits, and what the chain shows beyond all events.</summary>
public static class FarmerBooks
{
    /// <summary>Null for an event of another area.</summary>
    internal static FarmerState? ApplyBooks(this FarmerState s, FarmerEvent e) => e switch
    {
        DepositRecorded d => s with { BalanceStroops = checked(s.BalanceStroops + d.AmountStroops), LastDepositId = d.EventId, IsPaidUp = false },
        BalanceCorrected c => s.OpenAct is null && checked(s.BalanceStroops + c.AmountStroops) == c.BalanceStroops
            ? s with
            {
                BalanceStroops = c.BalanceStroops,
                CorrectedLedger = c.Ledger,
                IsPaidUp = s.IsPaidUp && c.AmountStroops < 0,
                UnexplainedLossStroops = checked(s.UnexplainedLossStroops + Math.Max(0, -c.AmountStroops)),
                PayoutInDoubt = s.PayoutInDoubt is { } doubt ? doubt with { IsMixed = true } : null,
            }
            : throw new InvalidOperationException($"farmer {s.Id}: a balance of {s.BalanceStroops} corrected by {c.AmountStroops} to {c.BalanceStroops}, open act {s.OpenAct?.Kind.ToString() ?? "none"}"),
        _ => null,
    };

    /// <summary>Once each, in the order of the chain; what a correction has counted already is not counted again.</summary>
    internal static FarmerDecision DecideDeposit(FarmerState s, RecordDeposit d, DateTimeOffset now) =>
        d.AmountStroops <= 0 || d.Ledger <= s.CorrectedLedger || string.CompareOrdinal(d.EventId, s.LastDepositId) <= 0
            ? new FarmerDecision.Repeat()
            : new FarmerDecision.Persist(new DepositRecorded(s.Id, d.AmountStroops, d.From, d.TransactionHash, d.Ledger, d.EventId, now));

    /// <summary>Looks once nothing of his own is under way that moves KALE.</summary>
    internal static FarmerDecision DecideCheck(FarmerState s) => s switch
    {
        { WasActive: false } or { Status: FarmerStatus.Departed } => new FarmerDecision.Repeat(),
        { OpenAct: not null } => new FarmerDecision.Queue(),
        _ => new FarmerDecision.Prepare(ActKind.Check, 0, null),
    };

    /// <summary>Whether a sighting is worth an event: there is a drift, or a payout is in doubt and the wallet tells.</summary>
    public static bool IsTelling(this FarmerState s, BalanceSighting seen) => s.CanCompare(seen) && (s.PayoutInDoubt is { IsMixed: false } || seen.KaleStroops != s.BalanceStroops);

    /// <summary>What the chain has more than the journal; 0 where they agree or cannot be compared now. Every deposit up to the sighting's ledger must have been told before.</summary>
    public static long DriftOf(this FarmerState s, BalanceSighting seen) =>
        s.CanCompare(seen) ? checked(seen.KaleStroops - s.BalanceStroops) : 0;

    /// <summary>Whether a sighting says anything of the journal: nothing is under way, and it is no older than any event.</summary>
    public static bool CanCompare(this FarmerState s, BalanceSighting seen) => s is { OpenAct: null, WasActive: true } && seen.OpenPailsStand && seen.Ledger >= s.HighestLedger;

    /// <summary>Of a telling sighting. Where exactly what was in doubt is missing it was paid, where nothing is missing it was not; once something else was booked, only an operator can tell.</summary>
    public static FarmerEvent Correct(FarmerState s, BalanceSighting seen, DateTimeOffset now)
    {
        var drift = s.DriftOf(seen);
        if (s.PayoutInDoubt is { IsMixed: false } doubt && drift == -doubt.Payment.Total()) return new PayoutFound(s.Id, doubt.Number, doubt.Payment, doubt.TransactionHash, seen.Ledger, now);
        if (s.PayoutInDoubt is { IsMixed: false } still && drift == 0) return new PayoutNotFound(s.Id, still.Number, still.TransactionHash, seen.Ledger, now);
        var reason = drift > 0 ? "more came in than events told of" : "more went out than acts of the pool moved";
        return new BalanceCorrected(s.Id, drift, seen.KaleStroops, seen.Ledger, reason, now);
    }

    /// <summary>The ledger that an event's fact is of; 0 where it has none.</summary>
    internal static uint LedgerOf(FarmerEvent e) => e switch
    {
        TrustlineSettled t => t.Ledger,
        PlantSettled p => p.Ledger,
        HarvestSettled h => h.Ledger,
        RescueSettled r => r.Ledger,
        WorkSettled w => w.Ledger,
        ExtensionSettled x => x.Ledger,
        PayoutSettled p => p.Ledger,
        ExitSettled x => x.Ledger,
        PayoutFound p => p.Ledger,
        PayoutNotFound p => p.Ledger,
        OutcomeResolved r => r.Ledger,
        DepositRecorded d => d.Ledger,
        BalanceCorrected c => c.Ledger,
        PaymentRecovered p => p.Ledger,
        OutgoingRecorded o => o.Ledger,
        _ => 0,
    };
}
