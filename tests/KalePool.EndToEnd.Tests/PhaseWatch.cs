using KalePool.Contracts.Admin;
using KalePool.Demo.Harness;
using KalePool.Demo.Run;

namespace KalePool.EndToEnd.Tests;

public enum Phase
{
    /// <summary>The backend has a plant under way.</summary>
    Planting,

    /// <summary>A pail is on the chain for the first time.</summary>
    PlantApplied,

    /// <summary>Everybody is planted, nobody has worked.</summary>
    Hashing,

    /// <summary>The pooler has worked for the first farmer and not for the last.</summary>
    Working,

    /// <summary>The next block is open, and the pails are still there.</summary>
    Harvesting,

    /// <summary>A worked pail is gone from the chain.</summary>
    HarvestApplied,
}

/// <summary>Asks backend, pooler and chain, as fast as they answer, until one of the blocks is in a phase.</summary>
sealed class PhaseWatch(LocalPool pool, IReadOnlyList<Farmer> farmers)
{
    readonly BlockOpener _opener = new(pool, TimeProvider.System);

    /// <param name="number">Which block, from 1.</param>
    /// <returns>The block as it was then.</returns>
    public async Task<BlockView> ReachAsync(Phase phase, CancellationToken stop, int number = 1)
    {
        while (true)
        {
            var list = await pool.Api.BlocksAsync(stop);
            if (list.Blocks.OrderBy(b => b.BlockIndex).ElementAtOrDefault(number - 1) is not { } row || await pool.Api.BlockAsync(row.PoolerId, row.BlockIndex, stop) is not { } block) continue;
            if (phase is Phase.Harvesting or Phase.HarvestApplied) await _opener.OpenAfterAsync(block.BlockIndex, stop);
            if (await IsInAsync(phase, block, stop)) return block;
        }
    }

    async Task<bool> IsInAsync(Phase phase, BlockView block, CancellationToken stop)
    {
        int Count(Func<BlockFarmerView, string> step, string status) => block.Farmers.Count(f => step(f) == status);
        return phase switch
        {
            Phase.Planting => Count(f => f.Plant, StepStatus.Pending) > 0,
            Phase.PlantApplied => (await GlanceAsync(block, stop)).Pails > 0,
            Phase.Hashing => Count(f => f.Plant, StepStatus.Success) == farmers.Count && Count(f => f.Work, StepStatus.Success) == 0,
            // The pooler reports its works together; that the first is done is in its own lines before.
            Phase.Working => pool.Poolers.Named("worked").Count is var worked && worked > 0 && worked < farmers.Count,
            Phase.Harvesting => await GlanceAsync(block, stop) is var seen && seen.Index > block.BlockIndex && seen.Pails == farmers.Count,
            Phase.HarvestApplied => await GlanceAsync(block, stop) is var seen && seen.Index > block.BlockIndex && seen.Pails < farmers.Count,
            _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, null),
        };
    }

    Task<FarmGlance> GlanceAsync(BlockView block, CancellationToken stop) =>
        FarmGlance.ReadAsync(pool.Rpc, pool.Chain, farmers.Select(f => f.CustodialWallet), block.BlockIndex, stop);
}
