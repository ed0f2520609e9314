using System.Diagnostics;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Blocks;

namespace KalePool.Backend.ReadModel.Rows;

/// <summary>What a block's events change.</summary>
static class BlockRows
{
    /// <param name="before">Of the events up to this one.</param>
    /// <param name="after">With this one.</param>
    /// <exception cref="UnreachableException">Nobody has decided what this kind of event changes.</exception>
    public static IReadOnlyList<Change> Of(BlockEvent e, BlockFold before, BlockFold after, EventSource source) => e switch
    {
        BlockOpened o =>
        [
            new BlockAdded(source.RowId("block_operations"), o.Index, o.PoolerId, o.Farmers.Count, RowStatus.Active, Utc(e)),
            .. o.LeftOut.Select((id, number) => PlantFailed(id, new Failure(ErrorCode.PoolerFull, "beyond the capacity that the pooler stated", Attribution.Pooler), e, source, number)),
            .. Progress(before, after, e),
        ],
        BlockSeen s => [new BlockRanges(s.PoolerId, s.Index, s.Entropy, s.MaxGap, s.MaxStake, s.MaxZeros)],
        // A failed transaction is a row of the farmer's, with what it cost.
        PlantsRecorded p =>
        [
            .. p.Rows.Select((row, number) => row is { Failure: { } failure, TransactionHash: null } ? PlantFailed(row.FarmerId, failure, e, source, number) : null).OfType<Change>(),
            .. Progress(before, after, e),
        ],
        WorksReported or WorksTaken or HarvestsAssigned => [],
        WorksRecorded w =>
        [
            .. w.Rows.Select((row, number) => row.Failure is { } failure ? WorkFailed(after.State.Farmers[row.FarmerId], failure, e, source, number) : null).OfType<Change>(),
            .. Progress(before, after, e),
        ],
        HarvestsRecorded h => [.. h.Rows.Select((row, number) => Worked(after.State.Farmers[row.FarmerId], after, e, source, number)).OfType<Change>(), .. Progress(before, after, e)],
        BlockCompleted => Progress(before, after, e),
        _ => throw new UnreachableException($"{e.GetType().Name} has no projection"),
    };

    static PlantingAdded PlantFailed(Guid farmerId, Failure failure, BlockEvent e, EventSource source, int number) => new(
        source.RowId("plantings", number), e.Index, farmerId, 0, null, RowStatus.Failed, failure.Code, failure.Message, failure.AttributedTo, 0, Utc(e));

    static WorkAdded WorkFailed(BlockFarmer farmer, Failure failure, BlockEvent e, EventSource source, int number) => new(
        source.RowId("works", number), e.Index, farmer.FarmerId, e.PoolerId, farmer.CustodialWallet, null, null, null, null, null, RowStatus.Failed,
        failure.Code, failure.Message, failure.AttributedTo, failure.AttributedTo is Attribution.Pooler or Attribution.Backend, null, 0, Utc(e));

    /// <summary>
    /// The pail as it was when it could no longer be worked. The pooler's report, or what he handed over, belongs to it where it has as many zeros; a pail that went
    /// before anybody saw it worked was harvested all the same, so that somebody had worked it.
    /// </summary>
    static WorkAdded? Worked(BlockFarmer farmer, BlockFold fold, BlockEvent e, EventSource source, int number)
    {
        if (farmer.Work == StepState.Failed || (farmer.Work == StepState.None && farmer.Harvest != StepState.Success)) return null;
        var seen = farmer.Work == StepState.Success;
        var report = seen && fold.Reports.TryGetValue(farmer.FarmerId, out var reported) && reported.Zeros == farmer.Zeros ? reported : null;
        var taken = seen && fold.State.Taken.GetValueOrDefault(farmer.FarmerId) is { } handed && handed.Zeros() == farmer.Zeros ? handed : null;
        return new WorkAdded(
            source.RowId("works", number), e.Index, farmer.FarmerId, e.PoolerId, farmer.CustodialWallet, taken?.Nonce ?? report?.Nonce, taken?.Hash ?? report?.Hash,
            seen ? (int)farmer.Zeros : null, seen ? farmer.Gap : null, report?.TransactionHash, RowStatus.Success, null, null, null, false,
            taken is not null ? WorkSource.Backend : report is null ? WorkSource.Other : WorkSource.Pooler, 0, fold.WorkedAt.GetValueOrDefault(farmer.FarmerId, Utc(e)), farmer.ToldTooLate);
    }

    /// <summary>The block's own row; nothing where it would say the same as before.</summary>
    static IReadOnlyList<Change> Progress(BlockFold before, BlockFold after, BlockEvent e)
    {
        var now = ProgressOf(after, e);
        return now == ProgressOf(before, e) ? [] : [now];
    }

    static BlockProgress ProgressOf(BlockFold fold, BlockEvent e)
    {
        var farmers = fold.State.Farmers.Values;
        var plants = farmers.Count(f => f.Plant == StepState.Success);
        var isCompleted = fold.State.Status == BlockStatus.Completed;
        return new BlockProgress(
            e.PoolerId,
            e.Index,
            fold.PlantCompletedAt,
            fold.WorkCompletedAt,
            isCompleted ? Utc(e) : null,
            plants,
            farmers.Count(f => f.Work == StepState.Success),
            farmers.Count(f => f.Harvest == StepState.Success),
            farmers.Aggregate(0L, (sum, f) => checked(sum + (f.Plant == StepState.Success ? f.StakeStroops : 0))),
            farmers.Aggregate(0L, (sum, f) => checked(sum + f.RewardStroops)),
            !isCompleted ? RowStatus.Active : plants == 0 && farmers.Any() ? RowStatus.Failed : RowStatus.Completed);
    }

    static DateTimeOffset Utc(BlockEvent e) => e.At.ToUniversalTime();
}
