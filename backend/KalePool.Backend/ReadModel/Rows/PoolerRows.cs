using System.Diagnostics;
using KalePool.Domain.Poolers;

namespace KalePool.Backend.ReadModel.Rows;

/// <summary>What a pooler's events change.</summary>
static class PoolerRows
{
    /// <exception cref="UnreachableException">Nobody has decided what this kind of event changes.</exception>
    public static IReadOnlyList<Change> Of(PoolerEvent e) => e switch
    {
        PoolerCreated c => [new PoolerAdded(c.PoolerId, c.Name, c.PublicKey, c.ApiKeyHash, c.RewardShare, c.MaxFarmers, c.At.ToUniversalTime())],
        PoolerKeyRotated k => [new PoolerKeyChanged(k.PoolerId, k.ApiKeyHash)],
        PoolerDeactivated d => [new PoolerActivity(d.PoolerId, false)],
        PoolerReactivated r => [new PoolerActivity(r.PoolerId, true)],
        // Seats are counted from the farmers' own rows, blocks have theirs.
        FarmerJoined or FarmerLeft or PoolerBlockOpened or PoolerBlockClosed => [],
        _ => throw new UnreachableException($"{e.GetType().Name} has no projection"),
    };
}
