using KalePool.Contracts.Errors;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using static KalePool.Domain.Farmers.FarmerDecisions;

namespace KalePool.Domain.Farmers;

/// <summary>Pails that no block of the pooler's has: resolved by hand, found on the chain, or planted to open a block. The farmer looks after them himself.</summary>
public static class OwnPails
{
    /// <summary>Planted, and neither harvested nor lost.</summary>
    public static IEnumerable<FarmerBlock> OnTheirOwn(this FarmerState s) =>
        s.Status == FarmerStatus.Departed ? [] : s.Blocks.Values.Where(b => b is { IsOnItsOwn: true, Plant: StepState.Success, IsClosed: false });

    /// <summary>A harvest should have been possible by now: whether they live long enough is worth a question.</summary>
    public static bool AreOverdue(this FarmerState s, ChainSnapshot chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return chain.BoundaryPassed || s.OnTheirOwn().Any(b => chain.FarmIndex > b.Index + 1);
    }

    /// <summary>What is to be done now with the first of them that has its time: harvested once a later block is open, rescued before; null where all must wait.</summary>
    public static FarmerDecision.Prepare? NextOnItsOwn(this FarmerState s, ChainSnapshot? chain)
    {
        if (chain is null || s.OpenAct is not null) return null;
        foreach (var block in s.OnTheirOwn())
        {
            if (chain.FarmIndex > block.Index) return new FarmerDecision.Prepare(ActKind.Harvest, block.Index, null);
            if (block is { Work: StepState.None, IsOpener: false } && RescueRule.IsDue(chain, block.Index, 1, poolerIsSilent: false)) return new FarmerDecision.Prepare(ActKind.Rescue, block.Index, null);
        }
        return null;
    }

    /// <summary>With nothing at stake, so that it is allowed where a new stake is not; what his pooler was told of the block stays as it was.</summary>
    internal static FarmerDecision DecideOpen(FarmerState s, OpenNext o)
    {
        var block = o.Slot.Block;
        if (s.IsForgotten(block)) return Reject(ErrorCode.BlockClosed, $"block {block} is long closed", Attribution.Network);
        if (!(s is { Status: FarmerStatus.Active, PausedBy: null } || o.AsLast && s.Status is FarmerStatus.Active or FarmerStatus.Leaving))
            return Reject(ErrorCode.FarmerNotActive, s.PausedBy is { } by ? $"the farmer is paused by the {by}" : $"the farmer is {Name(s.Status)}", Attribution.Network);
        return s.Find(block) switch
        {
            { Plant: StepState.Success } => new FarmerDecision.Repeat(),
            { Plant: StepState.Pending } => new FarmerDecision.Await(),
            { Plant: StepState.Failed } failed when CompensationRule.OwedBy(failed) is not null && !failed.IsCompensationDecided =>
                Reject(ErrorCode.NotReady, $"what he is owed for block {block} is not decided yet", Attribution.Network),
            _ => s.OpenAct is null ? new FarmerDecision.Prepare(ActKind.Opening, block, o.Slot) : new FarmerDecision.Queue(),
        };
    }

    /// <summary>Only where the journal has nothing at all: an act whose outcome is not known is the operator's to resolve.</summary>
    internal static FarmerDecision DecideFind(FarmerState s, FindPails f)
    {
        if (!s.WasActive || s.Status == FarmerStatus.Departed) return new FarmerDecision.Repeat();
        if (s.OpenAct is not null) return new FarmerDecision.Queue();
        var unknown = f.Blocks.Where(b => s.Find(b) is null or { Plant: StepState.None } && !s.IsForgotten(b)).ToList();
        return unknown.Count == 0 ? new FarmerDecision.Repeat() : new FarmerDecision.Prepare(ActKind.Find, 0, null, Blocks: unknown);
    }

    /// <summary>A pail that was found, as an event; null where the journal knows it meanwhile.</summary>
    public static PlantSettled? Found(FarmerState s, FoundPail pail, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(s);
        ArgumentNullException.ThrowIfNull(pail);
        if (s.OpenAct is not null || s.Find(pail.Block) is not (null or { Plant: StepState.None })) return null;
        return FarmerFacts.FoundPlanted(s, pail.Block, new ActReport(ActResult.Success, pail.Ledger, 0, pail.StakeStroops, 0, null, LiveUntil: pail.LiveUntil), now) with { IsOnItsOwn = true };
    }

    /// <summary>What the chain shows of a pail that was to be rescued; whose work it is nobody has told, unless it is a rescue's.</summary>
    public static WorkRecorded? Worked(FarmerState s, uint block, ActReport r, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(s);
        ArgumentNullException.ThrowIfNull(r);
        if (r.Zeros is not { } zeros || s.Find(block) is not { IsOnItsOwn: true, Work: StepState.None, IsClosed: false }) return null;
        var seen = new RecordWork(s.Id, block, zeros, r.Gap, WorkSource.Other, PoolerIsFree: true);
        return new WorkRecorded(s.Id, block, zeros, r.Gap, FarmerRescues.SourceOf(s, seen), now, PoolerIsFree: true);
    }

    /// <summary>Nobody answers for work that nobody could be asked for.</summary>
    internal static Failure? Blamed(FarmerState s, uint block, Failure? failure) =>
        failure is { AttributedTo: Attribution.Pooler or Attribution.Backend } && s.Find(block) is { PoolerIsFree: true } ? failure with { AttributedTo = Attribution.Network } : failure;
}

/// <summary>A pail as the chain shows it. The stake in stroops of KALE.</summary>
/// <param name="Ledger">In which it was planted.</param>
/// <param name="LiveUntil">The last ledger that it lives in unless it is extended.</param>
public sealed record FoundPail(uint Block, long StakeStroops, uint Ledger, uint LiveUntil);
