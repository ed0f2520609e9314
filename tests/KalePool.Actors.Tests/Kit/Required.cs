using Akka.Actor;
using Akka.Hosting;

namespace KalePool.Actors.Tests.Kit;

/// <summary>A probe where the host would give an actor.</summary>
sealed class Required<T>(IActorRef actor) : IRequiredActor<T>
{
    public IActorRef ActorRef => actor;

    public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) => Task.FromResult(actor);
}
