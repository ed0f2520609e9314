using KalePool.Backend.ReadModel;
using KalePool.Contracts.Admin;
using KalePool.Domain;
using KalePool.Domain.Blocks;

namespace KalePool.Backend.Api;

/// <summary>A block for the operator's eyes.</summary>
static class BlockViews
{
    /// <param name="events">Of the block's own journal, oldest first.</param>
    public static BlockView Of(BlockStanding block, IEnumerable<JournalEntry> events) => new(
        block.Block.PoolerId,
        block.Block.Index,
        block.Status == BlockStatus.Completed ? "completed" : "active",
        block.OpenedAt,
        block.Farmers.Count,
        block.Farmers.Count(f => f.Plant == StepState.Success),
        block.Farmers.Count(f => f.Work == StepState.Success),
        block.Farmers.Count(f => f.Harvest == StepState.Success),
        block.Farmers.Sum(f => f.StakeStroops),
        block.Farmers.Sum(f => f.RewardStroops),
        [.. block.Farmers.Select(Of)],
        block.Node,
        [.. events.Select(e => new TimelineEntry(e.Read().At, e.Manifest, e.SequenceNumber))]);

    static BlockFarmerView Of(BlockFarmer f)
    {
        var worked = f.Work == StepState.Success;
        return new BlockFarmerView(
            f.FarmerId, f.CustodialWallet, NameOf(f.Plant), NameOf(f.Work), NameOf(f.Harvest), f.StakeStroops,
            worked ? f.Zeros : null, worked ? f.Gap : null, f.Harvest == StepState.Success ? f.RewardStroops : null, f.Failure?.Code, f.Failure?.AttributedTo);
    }

    static string NameOf(StepState state) => state switch
    {
        StepState.None => StepStatus.None,
        StepState.Pending => StepStatus.Pending,
        StepState.Success => StepStatus.Success,
        _ => StepStatus.Failed,
    };
}
