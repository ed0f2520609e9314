using Akka.Actor;
using Akka.Cluster.Sharding;

namespace KalePool.Simulation.Actors;

/// <summary>
/// One shard region without a cluster: entities are made when somebody has a message for them, put to sleep when they ask for it (what comes meanwhile waits for the
/// next one) and can be stopped at any moment. A question that nobody answers fails by the virtual clock, as its own timer would by the real one.
/// </summary>
sealed class Region : UntypedActor
{
    /// <summary>The longest that any question of the product waits.</summary>
    static readonly TimeSpan LongestAsk = TimeSpan.FromSeconds(31);

    readonly IMessageExtractor _extractor;
    readonly Func<string, Props> _entity;
    readonly Dictionary<string, List<(object Message, IActorRef Sender)>> _leaving = [];

    public Region(IMessageExtractor extractor, Func<string, Props> entity) => (_extractor, _entity) = (extractor, entity);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Passivate passivate:
                _leaving.TryAdd(Sender.Path.Name, []);
                Sender.Tell(passivate.StopMessage);
                break;
            case StopEntity stop when Context.Child(stop.Id) is var child && !child.IsNobody():
                Context.Stop(child);
                break;
            case StopEntity:
                break;
            case Terminated ended when _leaving.Remove(ended.ActorRef.Path.Name, out var kept):
                foreach (var (late, sender) in kept) Deliver(ended.ActorRef.Path.Name, late, sender);
                break;
            case Terminated:
                break;
            default:
                if (Sender.Path.Elements is ["temp", ..]) Context.System.Scheduler.ScheduleTellOnce(LongestAsk, Sender, new Status.Failure(new AskTimeoutException("no answer")), Self);
                if (_extractor.EntityId(message) is { } id) Deliver(id, message, Sender);
                else Unhandled(message);
                break;
        }
    }

    void Deliver(string id, object message, IActorRef sender)
    {
        if (_leaving.TryGetValue(id, out var kept))
        {
            kept.Add((message, sender));
            return;
        }
        var child = Context.Child(id);
        if (child.IsNobody()) child = Context.Watch(Context.ActorOf(_entity(id), id));
        child.Tell(message, sender);
    }

    /// <summary>As when its shard moves, or its node kills it: with all that waits in its mailbox.</summary>
    public sealed record StopEntity(string Id);
}
