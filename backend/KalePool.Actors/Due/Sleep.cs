using Akka.Actor;
using Akka.Cluster.Sharding;

namespace KalePool.Actors.Due;

/// <summary>
/// An entity that nobody has asked for a while and that has nothing open leaves the memory; the next message brings it back. Whether something is
/// open only the entity knows, so that the shards put nobody to sleep by themselves.
/// </summary>
sealed class Sleep : INoSerializationVerificationNeeded
{
    /// <summary>Longer than a farmer's or pooler's questions are apart while they look at something.</summary>
    public static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(2);

    public static readonly Sleep Instance = new();

    Sleep()
    {
    }

    /// <summary>Counts from the last message that was not the entity's own tick.</summary>
    public static void Watch(IActorContext context) => context.SetReceiveTimeout(IdleAfter);

    /// <summary>The shard keeps back what comes from now on and answers with this message; then the entity stops.</summary>
    public static void Ask(IActorContext context) => context.Parent.Tell(new Passivate(Instance));
}
