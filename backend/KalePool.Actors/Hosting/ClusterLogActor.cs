using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Logging;

namespace KalePool.Actors.Hosting;

/// <summary>Says who comes and goes, for those who read the log: each node as this one sees it.</summary>
public sealed class ClusterLogActor : ReceiveActor
{
    readonly Cluster _cluster = Cluster.Get(Context.System);

    public ClusterLogActor(ILogger<ClusterLogActor> log)
    {
        Receive<ClusterEvent.MemberUp>(e => log.LogInformation("cluster: {Node} is up", NodeNames.Of(e.Member.Address)));
        Receive<ClusterEvent.MemberRemoved>(e =>
        {
            if (e.PreviousStatus == MemberStatus.Down) log.LogWarning("cluster: {Node} was downed", NodeNames.Of(e.Member.Address));
            else log.LogInformation("cluster: {Node} has left", NodeNames.Of(e.Member.Address));
        });
        Receive<ClusterEvent.UnreachableMember>(e => log.LogWarning("cluster: {Node} is not reached", NodeNames.Of(e.Member.Address)));
        Receive<ClusterEvent.ReachableMember>(e => log.LogInformation("cluster: {Node} is reached again", NodeNames.Of(e.Member.Address)));
        Receive<ClusterEvent.IMemberEvent>(_ => { });
    }

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);
}
