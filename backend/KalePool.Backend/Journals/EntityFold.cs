using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;

namespace KalePool.Backend.Journals;

/// <summary>Any entity, as its events make it.</summary>
static class EntityFold
{
    /// <param name="before">Null before the first event.</param>
    public static object Apply(object? before, IEvent e) => e switch
    {
        FarmerEvent farmer => ((FarmerState?)before ?? FarmerState.Empty).Apply(farmer),
        BlockEvent block => ((BlockState?)before ?? BlockState.Empty).Apply(block),
        PoolerEvent pooler => ((PoolerState?)before ?? PoolerState.Empty).Apply(pooler),
        AccountEvent account => ((AccountState?)before ?? AccountState.Empty).Apply(account),
        _ => throw new NotSupportedException($"{e.GetType().Name} has no state to show"),
    };

    /// <summary>The persistence id of the entity whose event it is.</summary>
    public static string EntityOf(IEvent e) => e switch
    {
        FarmerEvent farmer => EntityNames.Farmer + farmer.FarmerId.ToString("N"),
        BlockEvent block => EntityNames.Block + new BlockKey(block.PoolerId, block.Index),
        PoolerEvent pooler => EntityNames.Pooler + pooler.PoolerId.ToString("N"),
        AccountEvent account => EntityNames.Account + account.AccountId,
        _ => throw new NotSupportedException($"{e.GetType().Name} belongs to no entity"),
    };
}
