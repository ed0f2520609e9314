using KalePool.Contracts.Errors;
using KalePool.Contracts.Poolers;
using KalePool.Domain;
using KalePool.Domain.Blocks;

namespace KalePool.Backend.Api;

/// <summary>A block's standing in the words of the API.</summary>
static class PoolerAnswers
{
    public static PlantResponse Plants(BlockStanding block)
    {
        var planted = Planted(block);
        var failed = block.Farmers.Where(f => f.Plant == StepState.Failed).Select(f => new FailedPlant(f.FarmerId, f.Failure!.Code, f.Failure.Message, f.Failure.AttributedTo))
            .Concat(block.LeftOut.Select(id => new FailedPlant(id, ErrorCode.PoolerFull, "beyond the capacity that the pooler stated", Attribution.Pooler)))
            .ToList();
        var pending = block.Farmers.Where(f => f.Plant is StepState.None or StepState.Pending).Select(f => new PendingPlant(f.FarmerId)).ToList();
        return new PlantResponse(
            true, planted, failed, pending,
            new PlantSummary(planted.Count + failed.Count + pending.Count, planted.Count, failed.Count, pending.Count, planted.Sum(p => p.StakeAmount)));
    }

    public static IReadOnlyList<PlantedFarmer> Planted(BlockStanding block) =>
        [.. block.Farmers.Where(f => f.Plant == StepState.Success).Select(f => new PlantedFarmer(f.FarmerId, f.CustodialWallet, f.StakeStroops, f.PlantHash ?? ""))];

    /// <summary>Recorded is what the chain shows; the report alone records nothing.</summary>
    public static WorkCompleteResponse Works(BlockStanding block, IReadOnlyList<ReportedWork> reported, long owedStroops)
    {
        var ids = reported.Select(r => r.FarmerId).ToHashSet();
        var worked = block.Farmers.Where(f => f.Work == StepState.Success).ToList();
        return new WorkCompleteResponse(
            true,
            worked.Count(f => ids.Contains(f.FarmerId)),
            owedStroops,
            [.. worked.Where(f => f.IsHarvestable).Select(f => f.FarmerId)]);
    }

    /// <summary>Works that are said to be done, of farmers whose pail does not show any.</summary>
    public static int NotSeen(BlockStanding block, IReadOnlyList<ReportedWork> reported)
    {
        var worked = block.Farmers.Where(f => f.Work == StepState.Success).Select(f => f.FarmerId).ToHashSet();
        return reported.Count(r => r.Success && !worked.Contains(r.FarmerId));
    }

    /// <summary>A block that refuses fails the farmers who were named for it, not the other blocks of the request.</summary>
    /// <exception cref="ApiException">A block refused and no farmer was named for it.</exception>
    public static HarvestResponse Harvests(IEnumerable<(IReadOnlyList<Guid> Asked, IBlockMessage Answer)> blocks)
    {
        var done = new List<HarvestResult>();
        var failed = new List<FailedHarvest>();
        var pending = new List<PendingHarvest>();
        foreach (var (asked, answer) in blocks)
        {
            if (answer is BlockRefused { Failure: var refusal })
            {
                if (asked.Count == 0) throw ApiException.Of(refusal);
                failed.AddRange(asked.Select(id => new FailedHarvest(answer.Block.Index, id, refusal.Code, refusal.Message, refusal.AttributedTo)));
                continue;
            }
            var block = (BlockStanding)answer;
            var known = block.Farmers.ToDictionary(f => f.FarmerId);
            foreach (var id in asked.Count > 0 ? asked : block.Farmers.Where(f => f.Plant == StepState.Success).Select(f => f.FarmerId))
                Sort(block.Block.Index, id, known.GetValueOrDefault(id));
        }
        return new HarvestResponse(true, done, failed, pending, done.Sum(d => d.RewardAmount));

        void Sort(uint index, Guid id, BlockFarmer? farmer)
        {
            if (farmer is null) failed.Add(new FailedHarvest(index, id, ErrorCode.NotPlanted, "not planted in this block", Attribution.Pooler));
            else if (farmer.Harvest == StepState.Success) done.Add(new HarvestResult(index, id, farmer.RewardStroops, farmer.HarvestHash ?? ""));
            else if (farmer.Failure is { } failure) failed.Add(new FailedHarvest(index, id, failure.Code, failure.Message, failure.AttributedTo));
            else pending.Add(new PendingHarvest(index, id));
        }
    }
}
