using System.Diagnostics;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;

namespace KalePool.Backend.ReadModel.Rows;

/// <summary>What an event changes; a function of its entity's own events, so that it does not matter in which order entities are read.</summary>
static class EventRows
{
    /// <param name="fold">Of the same block's earlier events; of no meaning to other entities.</param>
    /// <exception cref="UnreachableException">Nobody has decided what this kind of event changes.</exception>
    public static (BlockFold Fold, IReadOnlyList<Change> Changes) Of(IEvent e, BlockFold fold, EventSource source)
    {
        switch (e)
        {
            case FarmerEvent farmer:
                return (fold, FarmerRows.Of(farmer, source));
            case AccountEvent account:
                return (fold, AccountRows.Of(account, source));
            case PoolerEvent pooler:
                return (fold, PoolerRows.Of(pooler));
            case BlockEvent block:
                var after = fold.Apply(block);
                return (after, BlockRows.Of(block, fold, after, source));
            default:
                throw new UnreachableException($"{e.GetType().Name} has no projection");
        }
    }
}
