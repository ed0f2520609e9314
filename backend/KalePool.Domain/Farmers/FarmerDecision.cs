using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;

namespace KalePool.Domain.Farmers;

/// <summary>What a command leads to. The shell carries it out; nothing here does.</summary>
public abstract record FarmerDecision
{
    FarmerDecision()
    {
    }

    /// <summary>One event, then the reply that state gives.</summary>
    public sealed record Persist(FarmerEvent Event) : FarmerDecision;

    /// <summary>The outcome is known: answer from state.</summary>
    public sealed record Repeat : FarmerDecision;

    public sealed record Reject(Failure Failure) : FarmerDecision;

    /// <summary>The step is under way: answer when it has settled.</summary>
    public sealed record Await : FarmerDecision;

    /// <summary>The wallet is busy with another act: decide again when that has settled.</summary>
    public sealed record Queue : FarmerDecision;

    /// <summary>Build and sign a transaction, then decide on what came of it.</summary>
    /// <param name="Blocks">To look for pails in, or whose pails are to live on.</param>
    public sealed record Prepare(ActKind Kind, uint Block, PlantSlot? Slot, ResolveAct? Resolve = null, HandedWork? Work = null, IReadOnlyList<uint>? Blocks = null) : FarmerDecision;
}
