using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>When a transaction can be applied. Zero means no bound, as on the wire.</summary>
/// <param name="MinTime">Unix seconds, inclusive; a node takes it into its queue only when its last ledger closed at or after it.</param>
/// <param name="MaxTime">Unix seconds, inclusive.</param>
/// <param name="MinLedger">Inclusive.</param>
/// <param name="MaxLedger">Exclusive.</param>
public sealed record Bounds(ulong MinTime = 0, ulong MaxTime = 0, uint MinLedger = 0, uint MaxLedger = 0)
{
    public static readonly Bounds None = new();

    public bool Allows(uint ledger, ulong closeTime) =>
        closeTime >= MinTime && (MaxTime == 0 || closeTime <= MaxTime) && ledger >= MinLedger && (MaxLedger == 0 || ledger < MaxLedger);

    /// <summary>Whether neither this ledger nor any later one can apply it.</summary>
    public bool IsOver(uint ledger, ulong closeTime) => (MaxTime != 0 && closeTime > MaxTime) || (MaxLedger != 0 && ledger >= MaxLedger);

    public Preconditions ToPreconditions()
    {
        var time = new TimeBounds(MinTime, MaxTime);
        return MinLedger == 0 && MaxLedger == 0
            ? new Preconditions.Time(time)
            : new Preconditions.V2(new PreconditionsV2(time, new LedgerBounds(MinLedger, MaxLedger), null, 0, 0, []));
    }

    public static Bounds Of(Preconditions preconditions) => preconditions switch
    {
        Preconditions.None => None,
        Preconditions.Time time => new Bounds(time.Value.MinTime, time.Value.MaxTime),
        Preconditions.V2 { Value: var v2 } => new Bounds(
            v2.TimeBounds?.MinTime ?? 0, v2.TimeBounds?.MaxTime ?? 0, v2.LedgerBounds?.MinLedger ?? 0, v2.LedgerBounds?.MaxLedger ?? 0),
        _ => throw new ArgumentException("not known preconditions", nameof(preconditions)),
    };
}
