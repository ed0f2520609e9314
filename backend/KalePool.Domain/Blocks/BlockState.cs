using System.Collections.Immutable;
using System.Diagnostics;
using KalePool.Domain.Farmers;

namespace KalePool.Domain.Blocks;

public enum BlockStatus
{
    /// <summary>No event yet.</summary>
    Unknown,
    Active,
    Completed,
}

/// <summary>A block as its events made it: the supervisor's memory of its farmers.</summary>
public sealed record BlockState
{
    public static readonly BlockState Empty = new();

    public BlockStatus Status { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>Whether shared accounts send its harvests.</summary>
    public bool InBatches { get; init; }

    /// <summary>Whether its ranges have been read from the chain.</summary>
    public bool IsSeen { get; init; }

    public ImmutableList<Guid> Order { get; init; } = [];

    public ImmutableDictionary<Guid, BlockFarmer> Farmers { get; init; } = ImmutableDictionary<Guid, BlockFarmer>.Empty;

    /// <summary>The best that the pooler has handed over for each farmer.</summary>
    public ImmutableDictionary<Guid, HandedWork> Taken { get; init; } = ImmutableDictionary<Guid, HandedWork>.Empty;

    public IReadOnlyList<Guid> LeftOut { get; init; } = [];

    public bool PlantsAreDecided => Farmers.Values.All(f => f.Plant is StepState.Success or StepState.Failed);

    public int PlantsDecided => Farmers.Values.Count(f => f.Plant is StepState.Success or StepState.Failed);

    public bool IsFinished => Farmers.Values.All(f => f.IsClosed);

    /// <summary>What the others got whose pails were harvested; null where there are none.</summary>
    public long? MeanRewardBeside(Guid farmer) => CompensationRule.MeanOf(Farmers.Values.Where(f => f.FarmerId != farmer && f is { Harvest: StepState.Success, MayBeOwed: false }).Select(f => f.RewardStroops));

    public IEnumerable<BlockFarmer> InOrder => Order.Select(id => Farmers[id]);

    /// <exception cref="UnreachableException">An event of a kind that this version does not know.</exception>
    public BlockState Apply(BlockEvent e) => e switch
    {
        BlockOpened o => new BlockState
        {
            Status = BlockStatus.Active,
            OpenedAt = o.At,
            Order = [.. o.Farmers.Select(f => f.FarmerId)],
            Farmers = o.Farmers.ToImmutableDictionary(f => f.FarmerId, f => new BlockFarmer(f.FarmerId, f.CustodialWallet)),
            LeftOut = o.LeftOut,
            InBatches = o.InBatches,
        },
        BlockSeen => this with { IsSeen = true },
        PlantsRecorded p => With(p.Rows, r => r.FarmerId, ApplyPlant),
        WorksReported => this,
        WorksTaken w => this with { Taken = Taken.SetItems(w.Rows.Select(r => KeyValuePair.Create(r.FarmerId, r))) },
        WorksRecorded w => With(w.Rows, r => r.FarmerId, ApplyWork),
        HarvestsAssigned h => h.Parts.Aggregate(this, (s, part) => s.With(part.FarmerIds, id => id, (farmer, _) => farmer with { HarvestedBy = part.AccountId })),
        HarvestsRecorded h => With(h.Rows, r => r.FarmerId, ApplyHarvest),
        BlockCompleted => this with { Status = BlockStatus.Completed },
        _ => throw new UnreachableException(e.GetType().Name),
    };

    static BlockFarmer ApplyPlant(BlockFarmer farmer, PlantRow row) => row.Failure is { } failure
        ? farmer with { Plant = StepState.Failed, Failure = failure }
        : farmer with { Plant = StepState.Success, StakeStroops = row.StakeStroops, PlantHash = row.TransactionHash, ToldTooLate = row.ToldTooLate };

    static BlockFarmer ApplyWork(BlockFarmer farmer, WorkRow row) => row.Failure is { } failure
        ? farmer with { Work = StepState.Failed, Failure = failure }
        : farmer with { Work = StepState.Success, Zeros = row.Zeros, Gap = row.Gap };

    static BlockFarmer ApplyHarvest(BlockFarmer farmer, HarvestRow row) => row.Failure is { } failure
        ? farmer with { Harvest = StepState.Failed, Failure = failure }
        : farmer with { Harvest = StepState.Success, RewardStroops = row.RewardStroops, HarvestHash = row.TransactionHash };

    BlockState With<TRow>(IReadOnlyList<TRow> rows, Func<TRow, Guid> key, Func<BlockFarmer, TRow, BlockFarmer> change) =>
        this with { Farmers = Farmers.SetItems(rows.Select(row => KeyValuePair.Create(key(row), change(Farmers[key(row)], row)))) };
}
