using Akka.Actor;
using KalePool.Domain.Accounts;

namespace KalePool.Actors.Accounts;

/// <summary>Who has not answered yet that he has the outcome of a batch in his own journal. Not journaled: after a restart all of them are told again.</summary>
sealed class AccountDelivery(IActorRef farmers)
{
    readonly Dictionary<Guid, HashSet<(Guid FarmerId, uint Block)>> _untold = [];

    /// <summary>Tells whoever has not answered; true where there is anybody.</summary>
    public bool Tell(AccountState state)
    {
        foreach (var batch in state.Undelivered.Values)
        {
            if (!_untold.TryGetValue(batch.Id, out var untold)) _untold[batch.Id] = untold = [.. batch.Members.Select(m => (m.FarmerId, m.Block.Index))];
            foreach (var member in batch.Members.Where(m => untold.Contains((m.FarmerId, m.Block.Index)))) farmers.Tell(AccountDecisions.Delivery(batch, member));
        }
        return _untold.Count > 0;
    }

    /// <summary>The batch of which he was the last who had to answer; null where there is none.</summary>
    /// <param name="isOf">Which batches his answer is about.</param>
    public Guid? Heard(AccountState state, Guid farmer, uint block, Func<SettledBatch, bool> isOf)
    {
        foreach (var (batch, untold) in _untold)
        {
            if (!isOf(state.Undelivered[batch]) || !untold.Remove((farmer, block)) || untold.Count > 0) continue;
            _untold.Remove(batch);
            return batch;
        }
        return null;
    }
}
