using System.Collections.Concurrent;
using System.Globalization;
using KalePool.Backend.Ops.Alerts;
using KalePool.Domain;
using KalePool.Domain.Farmers;

namespace KalePool.Backend.Ops;

/// <summary>
/// KALE that wallets lack and no act explains: somebody has their keys, or an RPC server has told of a reward that was never paid. Nothing is paid out of such a wallet until
/// an operator has accepted the loss; this is what he hears of it, from the node that found it, until then.
/// </summary>
sealed class UnexplainedLosses(AlertBoard board)
{
    readonly ConcurrentDictionary<Guid, long> _byFarmer = new();

    public void Note(IEvent e)
    {
        switch (e)
        {
            case BalanceCorrected { AmountStroops: < 0 } lost:
                var all = _byFarmer.AddOrUpdate(lost.FarmerId, -lost.AmountStroops, (_, before) => before - lost.AmountStroops);
                board.Begin(
                    AlertCode.LossUnexplained, lost.FarmerId.ToString("D"),
                    string.Create(CultureInfo.InvariantCulture, $"the wallet of farmer {lost.FarmerId:D} lacks {all} stroops of KALE that the journal says it has: nothing is paid out of it until the loss is accepted"));
                break;
            case LossAccepted accepted:
                _byFarmer.TryRemove(accepted.FarmerId, out _);
                board.End(AlertCode.LossUnexplained, accepted.FarmerId.ToString("D"));
                break;
        }
    }
}
