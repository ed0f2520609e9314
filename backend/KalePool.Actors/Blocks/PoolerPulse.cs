using Akka.Actor;
using KalePool.Domain.Blocks;
using KalePool.Domain.Poolers;

namespace KalePool.Actors.Blocks;

/// <summary>Whether the block's pooler still gives signs of life; asked only when it matters.</summary>
sealed class PoolerPulse(BlockKey key, IActorRef poolers, TimeProvider time)
{
    DateTimeOffset _asked;

    /// <summary>After a restart nobody knows when it was heard of: from now on at the latest.</summary>
    DateTimeOffset _lastSeen = time.GetUtcNow();

    public bool IsSilent => time.GetUtcNow() - _lastSeen >= RescueRule.Silence;

    public void Ask()
    {
        var now = time.GetUtcNow();
        if (now - _asked < FarmerCalls.AskAgain) return;
        _asked = now;
        poolers.Tell(new GetPooler(key.PoolerId));
    }

    public void Note(PoolerStanding standing)
    {
        if (standing.LastSeen > _lastSeen) _lastSeen = standing.LastSeen.Value;
    }
}
