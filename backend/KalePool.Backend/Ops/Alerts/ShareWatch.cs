using System.Collections.Frozen;
using KalePool.Backend.Api;
using KalePool.Backend.ReadModel.Queries;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>
/// Whether the poolers who take a share could receive it, as last seen. One who could not hears of it with every heartbeat; what is owed to him stays owed,
/// and falls to a farmer who leaves.
/// </summary>
sealed class ShareWatch(AlertBoard board, ReadModelReader reader, ShareWallets wallets)
{
    volatile FrozenSet<Guid> _without = FrozenSet<Guid>.Empty;

    public bool CanReceive(Guid poolerId) => !_without.Contains(poolerId);

    public async Task LookAsync(CancellationToken cancellation)
    {
        var poolers = await reader.ListAsync(
            "SELECT id, name, public_key, reward_share FROM poolers", null, r => (Id: r.GetGuid(0), Name: r.GetString(1), Wallet: r.GetString(2), Share: r.GetDecimal(3)), cancellation);
        var without = new Dictionary<string, string>();
        foreach (var pooler in poolers.Where(p => p.Share > 0))
        {
            if (!await wallets.CanReceiveAsync(pooler.Wallet, cancellation)) without[pooler.Id.ToString("D")] = $"pooler {pooler.Name} cannot receive his share: {pooler.Wallet} has no usable KALE trustline";
        }
        _without = without.Keys.Select(Guid.Parse).ToFrozenSet();
        board.SetAll(AlertCode.ShareNotReceivable, without);
    }
}
