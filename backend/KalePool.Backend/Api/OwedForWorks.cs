using KalePool.Backend.ReadModel.Queries;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;

namespace KalePool.Backend.Api;

/// <summary>What a pooler owes for the failures that it reports.</summary>
sealed class OwedForWorks(CompensationLists compensations, Pool pool)
{
    /// <summary>As decided; where the block's outcome is still open, as it would be if the pails stayed as they are.</summary>
    public async Task<long> OfAsync(BlockStanding block, IReadOnlyList<ReportedWork> works, CancellationToken cancellation)
    {
        var reported = works.Where(w => !w.Success).Select(w => w.FarmerId).ToHashSet();
        var failed = block.Farmers.Where(f => reported.Contains(f.FarmerId) && f is { Plant: StepState.Success } and not { Work: StepState.Success, Zeros: > 0 }).ToList();
        if (failed.Count == 0) return 0;
        var decided = await compensations.OfPoolerAsync(block.Block.PoolerId, block.Block.Index, cancellation);
        var amounts = await Task.WhenAll(failed.Select(async f =>
            decided.TryGetValue(f.FarmerId, out var amount) ? amount : block.Status == BlockStatus.Completed ? 0 : await EstimateAsync(f)));
        return amounts.Sum();
    }

    async Task<long> EstimateAsync(BlockFarmer farmer)
    {
        var mean = (await pool.AskAsync(new GetFarmer(farmer.FarmerId)) as FarmerStanding)?.MeanRewardStroops ?? 0;
        return Math.Max(0, checked((farmer.Work == StepState.Success ? 0 : farmer.StakeStroops) + mean - farmer.RewardStroops));
    }
}
