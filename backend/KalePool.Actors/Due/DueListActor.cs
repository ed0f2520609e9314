using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using KalePool.Actors.Blocks;
using KalePool.Actors.Farmers;
using KalePool.Actors.Ports;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;

namespace KalePool.Actors.Due;

/// <summary>Wakes what has something open: on start, and again and again, for an entity may have stopped over a failed write.</summary>
public sealed class DueListActor : ReceiveActor, IWithTimers
{
    static readonly TimeSpan Rescan = TimeSpan.FromSeconds(5);

    readonly IDueList _due;
    readonly IActorRef _farmers;
    readonly IActorRef _blocks;
    readonly ILoggingAdapter _log = Context.GetLogger();

    public DueListActor(IDueList due, IRequiredActor<FarmerActor> farmers, IRequiredActor<BlockActor> blocks)
    {
        _due = due;
        _farmers = farmers.ActorRef;
        _blocks = blocks.ActorRef;
        Receive<Scan>(_ => _due.ReadAsync(CancellationToken.None).PipeTo(Self, success: rows => new Rows(rows)));
        Receive<Rows>(rows =>
        {
            foreach (var entity in rows.Entities) TryWake(entity);
            Again();
        });
        Receive<Status.Failure>(failure =>
        {
            _log.Warning("the due list cannot be read: {0}", failure.Cause.Message);
            Again();
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Self.Tell(Scan.Instance);

    void Again() => Timers.StartSingleTimer(nameof(Scan), Scan.Instance, Rescan);

    /// <summary>A row that cannot be read must not keep the others asleep.</summary>
    void TryWake(DueEntity entity)
    {
        try
        {
            Wake(entity);
        }
        catch (FormatException e)
        {
            _log.Error(e, "the due list names no {0}: {1}", entity.Kind, entity.Id);
        }
    }

    void Wake(DueEntity entity)
    {
        switch (entity.Kind)
        {
            case DueEntity.Farmer:
                _farmers.Tell(new WakeFarmer(Guid.ParseExact(entity.Id, "N")));
                break;
            case DueEntity.Block:
                _blocks.Tell(new WakeBlock(BlockKey.Parse(entity.Id)));
                break;
            default:
                _log.Warning("the due list names an entity of unknown kind {0}", entity.Kind);
                break;
        }
    }

    sealed class Scan : INoSerializationVerificationNeeded
    {
        public static readonly Scan Instance = new();
    }

    sealed record Rows(IReadOnlyList<DueEntity> Entities) : INoSerializationVerificationNeeded;
}
