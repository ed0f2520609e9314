using Akka.Actor;
using Akka.Hosting;

namespace KalePool.Simulation.Actors;

/// <summary>Where the host would give an actor; named before it is there, for entities know each other.</summary>
sealed class Required<T> : IRequiredActor<T>
{
    public IActorRef ActorRef { get; set; } = ActorRefs.Nobody;

    public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) => Task.FromResult(ActorRef);
}
