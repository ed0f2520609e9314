using KalePool.Domain.Chain;
using KalePool.Stellar.Acts;

namespace KalePool.Domain.Farmers;

/// <summary>Persisted before the transaction is sent.</summary>
/// <param name="Blocks">Whose pails it lets live on; what else a harvest of them needs is in the transaction.</param>
/// <param name="Ledgers">For so many after the one that it is applied in.</param>
public sealed record ExtensionSubmitted(Guid FarmerId, IReadOnlyList<uint> Blocks, uint Ledgers, ActEnvelope Act, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <param name="LiveUntil">The last ledger that those pails live in now; 0 unless it succeeded.</param>
/// <param name="FeeStroops">What his wallet paid.</param>
/// <param name="OperatorFeeStroops">What the operator's account paid, around the wallet's transaction.</param>
public sealed record ExtensionSettled(
    Guid FarmerId, IReadOnlyList<uint> Blocks, ActResult Result, uint LiveUntil, uint Ledger, long FeeStroops, string TransactionHash, Failure? Failure, DateTimeOffset At, long OperatorFeeStroops = 0)
    : FarmerEvent(FarmerId, At);

/// <summary>
/// That no pail ends before its harvest: pail and block are temporary entries, gone for good when their time is over. From half of it on they are extended,
/// again and again, as long as no harvest succeeds.
/// </summary>
public static class PailLives
{
    /// <summary>Ledgers of a day at five seconds each, as the main network gives to temporary entries: where nobody has measured what this one gives.</summary>
    public const uint UsualLife = 17_280;

    /// <summary>Pails of one transaction: with their blocks and the contracts' entries, well below the limits of a footprint and of an event.</summary>
    public const int MostPails = 60;

    /// <summary>Null for an event of another area.</summary>
    internal static FarmerState? ApplyLives(this FarmerState s, FarmerEvent e) => e switch
    {
        ExtensionSubmitted x => s.Open(new OpenAct(ActKind.Extension, 0, 0, x.Act, Extends: new PailExtension(x.Blocks, x.Ledgers))),
        ExtensionSettled { Result: ActResult.Success } x => x.Blocks.Where(b => s.Find(b) is not null)
            .Aggregate(s.Close(ActKind.Extension, 0), (all, block) => all.With(block, b => b with { LiveUntil = x.LiveUntil, ExtendedLedger = x.Ledger })),
        ExtensionSettled => s.Close(ActKind.Extension, 0),
        _ => null,
    };

    /// <summary>Ledgers that the pail had to live from when it was planted or last extended.</summary>
    public static uint LifeOf(FarmerBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        var since = Math.Max(block.PlantLedger, block.ExtendedLedger);
        return since > 0 && block.LiveUntil > since ? block.LiveUntil - since : UsualLife;
    }

    /// <summary>Whether half of its life is over. Where that is not known, the chain must be asked.</summary>
    public static bool IsDue(FarmerBlock block, uint ledger)
    {
        ArgumentNullException.ThrowIfNull(block);
        return block.LiveUntil <= ledger || block.LiveUntil - ledger <= LifeOf(block) / 2;
    }

    /// <summary>The pails that must be looked at now; null where none must, or the wallet is busy: whoever asks, asks again.</summary>
    public static FarmerDecision.Prepare? NextToKeep(this FarmerState s, uint ledger)
    {
        if (s.OpenAct is not null || s.Status == FarmerStatus.Departed) return null;
        var due = s.Blocks.Values.Where(b => b is { Plant: StepState.Success, IsClosed: false, IsOpener: false } && IsDue(b, ledger)).Select(b => b.Index).Take(MostPails).ToList();
        return due.Count == 0 ? null : new FarmerDecision.Prepare(ActKind.Extension, 0, null, Blocks: due);
    }

    internal static FarmerDecision DecideKeep(FarmerState s, uint ledger) => s.NextToKeep(ledger) is { } keep ? keep : new FarmerDecision.Repeat();

    /// <summary>Nobody need know what became of one that cannot be known: the chain itself says how long its entries live, and is asked again.</summary>
    internal static ExtensionSettled Settled(Guid id, OpenAct act, ActReport r, DateTimeOffset now) => new(
        id, act.Extends!.Blocks, r.Result == ActResult.Unknown ? ActResult.Failed : r.Result, r.Result == ActResult.Success ? checked(r.Ledger + act.Extends.Ledgers) : 0, r.Ledger, r.FeeStroops, act.Envelope.Hash, r.Failure, now, r.OperatorFeeStroops);
}
