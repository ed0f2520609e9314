using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using KalePool.Actors.Due;
using KalePool.Actors.Snapshots;
using KalePool.Domain.Poolers;

namespace KalePool.Actors.Poolers;

/// <summary>The shell around one pooler: roster, key, blocks; when it was last heard of is not journaled.</summary>
public sealed class PoolerActor : UntypedPersistentActor
{
    /// <summary>Blocks listed in a standing.</summary>
    const int RecentBlocks = 100;

    readonly Guid _id;
    readonly TimeProvider _time;
    readonly ILoggingAdapter _log = Context.GetLogger();
    readonly SnapshotKeeper _snapshots;
    PoolerState _state = PoolerState.Empty;
    DateTimeOffset? _lastSeen;

    public PoolerActor(string entityId, TimeProvider time)
    {
        _id = Guid.ParseExact(entityId, "N");
        _time = time;
        PersistenceId = $"pooler-{entityId}";
        _snapshots = new SnapshotKeeper(this, _log);
    }

    public override string PersistenceId { get; }

    protected override void OnRecover(object message)
    {
        if (message is PoolerEvent e) _state = _state.Apply(e);
        else if (message is SnapshotOffer { Snapshot: PoolerState state }) _state = state;
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case GetPooler:
                Sender.Tell(Standing());
                break;
            case Beat:
                _lastSeen = _time.GetUtcNow();
                Sender.Tell(Standing());
                break;
            case Sleep:
                Context.Stop(Self);
                break;
            case PoolerCommand command:
                Handle(command, Sender);
                break;
            case var _ when _snapshots.Handles(message):
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>A write whose fate is not known leaves no state to trust: stop, and recover from what was written.</summary>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        _log.Error(cause, "{0}: event {1} was rejected; stopping", PersistenceId, @event.GetType().Name);
        Context.Stop(Self);
    }

    void Handle(PoolerCommand command, IActorRef sender)
    {
        switch (_state.Decide(command, _time.GetUtcNow()))
        {
            case PoolerDecision.Persist persist:
                Persist(persist.Event, e =>
                {
                    _state = _state.Apply(e);
                    _snapshots.Persisted(_state);
                    Answer(command, sender);
                });
                break;
            case PoolerDecision.Repeat:
                Answer(command, sender);
                break;
            case PoolerDecision.Reject reject:
                sender.Tell(new PoolerRefused(_id, reject.Failure));
                break;
        }
    }

    void Answer(PoolerCommand command, IActorRef sender) => sender.Tell(command switch
    {
        TakeSeat seat => new SeatTaken(_id, seat.FarmerId, _state.Created!.RewardShare, _state.Created.PublicKey),
        LeaveSeat left => new SeatLeft(_id, left.FarmerId),
        OpenBlock open => _state.RosterOf(_state.Blocks[open.Index]),
        _ => (IPoolerMessage)Standing(),
    });

    PoolerStanding Standing()
    {
        var created = _state.Created;
        return new PoolerStanding(
            _id,
            created is not null,
            _state.IsActive,
            created?.Name ?? "",
            created?.PublicKey ?? "",
            _state.ApiKeyHash,
            created?.RewardShare ?? 0,
            created?.MaxFarmers ?? 0,
            _state.Order.Count,
            created?.At ?? default,
            _lastSeen,
            [.. _state.OpenBlocks],
            [.. _state.Blocks.Keys.TakeLast(RecentBlocks)]);
    }
}
