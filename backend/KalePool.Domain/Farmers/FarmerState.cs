using System.Collections.Immutable;
using System.Diagnostics;
using KalePool.Stellar.Acts;

namespace KalePool.Domain.Farmers;

public enum ActKind
{
    Trustline,
    Plant,
    Harvest,
    Exit,
}

/// <summary>The one transaction of the farmer's wallet that is under way.</summary>
/// <param name="Block">Of a plant or harvest; 0 otherwise.</param>
/// <param name="StakeStroops">What a plant burns, or an exit pays; 0 otherwise.</param>
public sealed record OpenAct(ActKind Kind, uint Block, long StakeStroops, ActEnvelope Envelope);

/// <summary>A farmer as his events made him.</summary>
public sealed record FarmerState
{
    /// <summary>Closed blocks that are remembered, so that a repeated request finds its first outcome: a day of blocks.</summary>
    public const int ClosedBlocksKept = 288;

    public static readonly FarmerState Empty = new();

    public Guid Id { get; init; }

    public Guid PoolerId { get; init; }

    public string CustodialWallet { get; init; } = "";

    public string PayoutWallet { get; init; } = "";

    public decimal StakePercentage { get; init; }

    public string TokenHash { get; init; } = "";

    public FarmerStatus Status { get; init; }

    /// <summary>Whether his pooler knows of him.</summary>
    public bool IsSeated { get; init; }

    /// <summary>His wallet has been funded and could hold KALE: if it is gone, somebody must say why.</summary>
    public bool WasActive { get; init; }

    /// <summary>The transaction that closes the wallet has been sent at least once.</summary>
    public bool ExitWasSent { get; init; }

    /// <summary>Null while he may be planted for.</summary>
    public string? PausedBy { get; init; }

    /// <summary>Why he has not left yet.</summary>
    public Failure? LeavingFailure { get; init; }

    /// <summary>Of the transaction that closed the wallet.</summary>
    public string? ExitHash { get; init; }

    public OpenAct? OpenAct { get; init; }

    /// <summary>Sum of what the pool's own acts moved: rewards and stakes returned less stakes and the exit.</summary>
    public long BalanceStroops { get; init; }

    public ImmutableSortedDictionary<uint, FarmerBlock> Blocks { get; init; } = ImmutableSortedDictionary<uint, FarmerBlock>.Empty;

    /// <summary>A plant is under way, or a pail is neither harvested nor lost.</summary>
    public bool HasOpenBlocks => Blocks.Values.Any(b => b.Plant == StepState.Pending || (b.Plant == StepState.Success && !b.IsClosed));

    public FarmerBlock? Find(uint block) => Blocks.GetValueOrDefault(block);

    /// <summary>Blocks older than what is kept are closed, whatever they were.</summary>
    public bool IsForgotten(uint block) => Blocks.Count > 0 && Find(block) is null && block < Blocks.Keys.First();

    /// <exception cref="UnreachableException">An event of a kind that this version does not know.</exception>
    public FarmerState Apply(FarmerEvent e) => e switch
    {
        FarmerRegistered r => new FarmerState
        {
            Id = r.FarmerId,
            PoolerId = r.PoolerId,
            CustodialWallet = r.CustodialWallet,
            PayoutWallet = r.PayoutWallet,
            StakePercentage = r.StakePercentage,
            TokenHash = r.TokenHash,
            Status = FarmerStatus.AwaitingFunding,
        },
        TrustlineSubmitted t => Open(new OpenAct(ActKind.Trustline, 0, 0, t.Act)),
        TrustlineSettled { Result: ActResult.Success } => Close(ActKind.Trustline, 0) with { Status = FarmerStatus.Active, WasActive = true },
        TrustlineSettled => Close(ActKind.Trustline, 0),
        FarmerActivated => this with { Status = FarmerStatus.Active, WasActive = true },
        FarmerSeated => this with { IsSeated = true },
        FarmerUnseated => this with { IsSeated = false },
        StakeChanged c => this with { StakePercentage = c.StakePercentage },
        FarmerPaused p => this with { PausedBy = p.By },
        FarmerResumed => this with { PausedBy = null },
        // An active farmer who was not told of his seat yet may have one all the same.
        LeavingStarted => this with { Status = FarmerStatus.Leaving, IsSeated = WasActive },
        ExitSubmitted x => Open(new OpenAct(ActKind.Exit, 0, x.KaleStroops, x.Act)) with { ExitWasSent = true },
        ExitSettled x => ApplyExitSettled(x),
        ExitRefused x => this with { LeavingFailure = x.Failure },
        FarmerDeparted => this with { Status = FarmerStatus.Departed, LeavingFailure = null },
        KeyExported => this,
        PlantSubmitted p => Open(new OpenAct(ActKind.Plant, p.Block, p.StakeStroops, p.Act)).With(p.Block, b => b with { Plant = StepState.Pending, PlantHash = p.Act.Hash }),
        PlantSettled p => ApplyPlantSettled(p),
        PlantRefused p => With(p.Block, b => b with { Plant = StepState.Failed, PlantFailure = p.Failure }),
        WorkRecorded w => With(w.Block, b => b with { Work = StepState.Success, Zeros = w.Zeros, Gap = w.Gap }),
        WorkMissed w => With(w.Block, b => b with { Work = StepState.Failed }),
        HarvestSubmitted h => Open(new OpenAct(ActKind.Harvest, h.Block, 0, h.Act)).With(h.Block, b => b with { Harvest = StepState.Pending, HarvestHash = h.Act.Hash }),
        HarvestSettled h => ApplyHarvestSettled(h),
        HarvestRefused h => With(h.Block, b => b with { Harvest = StepState.Failed, HarvestFailure = h.Failure }),
        _ => throw new UnreachableException(e.GetType().Name),
    };

    FarmerState Open(OpenAct act) => OpenAct is null
        ? this with { OpenAct = act }
        : throw new InvalidOperationException($"farmer {Id}: {act.Kind} submitted while {OpenAct.Kind} {OpenAct.Envelope.Hash} is open");

    /// <summary>Nothing is settled twice, nor without having been submitted: money would be lost or invented.</summary>
    FarmerState Close(ActKind kind, uint block) => OpenAct is { } act && act.Kind == kind && act.Block == block
        ? this with { OpenAct = null }
        : throw new InvalidOperationException($"farmer {Id}: {kind} of block {block} settled while {OpenAct?.Kind.ToString() ?? "nothing"} is open");

    FarmerState FoundPlanted(uint block) => OpenAct is null && Find(block)?.Plant != StepState.Success
        ? this
        : throw new InvalidOperationException($"farmer {Id}: a pail of block {block} was found that the journal knows");

    FarmerState ApplyPlantSettled(PlantSettled p)
    {
        var closed = p.TransactionHash is null ? FoundPlanted(p.Block) : Close(ActKind.Plant, p.Block);
        if (p.Result == ActResult.Success)
        {
            var planted = closed with { BalanceStroops = checked(BalanceStroops - p.StakeStroops) };
            return planted.With(p.Block, b => b with { Plant = StepState.Success, StakeStroops = p.StakeStroops, PlantHash = p.TransactionHash });
        }
        return closed.With(p.Block, b => p.Failure is null
            ? b with { Plant = StepState.None, PlantHash = null }
            : b with { Plant = StepState.Failed, PlantFailure = p.Failure });
    }

    FarmerState ApplyHarvestSettled(HarvestSettled h)
    {
        var closed = Close(ActKind.Harvest, h.Block);
        if (h.Result == ActResult.Success)
        {
            if (Find(h.Block) is not { } known || known.StakeStroops != h.StakeStroops || h.RewardStroops < 0)
                throw new InvalidOperationException($"farmer {Id}, block {h.Block}: a harvest returned a stake of {h.StakeStroops} that was not planted");
            var harvested = closed with { BalanceStroops = checked(BalanceStroops + h.StakeStroops + h.RewardStroops) };
            return harvested.With(h.Block, b => b with { Harvest = StepState.Success, RewardStroops = h.RewardStroops, HarvestHash = h.TransactionHash });
        }
        return closed.With(h.Block, b => h.Failure is null
            ? b with { Harvest = StepState.None, HarvestHash = null }
            : b with { Harvest = StepState.Failed, HarvestFailure = h.Failure });
    }

    FarmerState ApplyExitSettled(ExitSettled x)
    {
        var closed = Close(ActKind.Exit, 0);
        return x.Result == ActResult.Success
            ? closed with { Status = FarmerStatus.Departed, BalanceStroops = checked(BalanceStroops - x.KaleStroops), LeavingFailure = null, ExitHash = x.TransactionHash }
            : closed with { LeavingFailure = x.Failure ?? LeavingFailure };
    }

    /// <summary>The block that has just changed stays until the next change: somebody waits for its outcome.</summary>
    FarmerState With(uint block, Func<FarmerBlock, FarmerBlock> change)
    {
        var blocks = Blocks.SetItem(block, change(Find(block) ?? new FarmerBlock(block)));
        while (blocks.Count > ClosedBlocksKept && blocks.First() is { Value.IsClosed: true } oldest && oldest.Key != block) blocks = blocks.Remove(oldest.Key);
        return this with { Blocks = blocks };
    }
}
