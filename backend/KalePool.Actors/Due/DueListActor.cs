using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using KalePool.Actors.Accounts;
using KalePool.Actors.Blocks;
using KalePool.Actors.Farmers;
using KalePool.Actors.Ports;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;

namespace KalePool.Actors.Due;

/// <summary>
/// Wakes what has something open: on start, which is also where the node that ran it has died, and with every ledger, for an entity may have stopped
/// over a failed write.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Disposed in PostStop: an actor has no other end.")]
public sealed class DueListActor : ReceiveActor, IWithTimers
{
    /// <summary>Where the chain shows no ledger.</summary>
    static readonly TimeSpan Rescan = TimeSpan.FromSeconds(5);

    readonly IDueList _due;
    readonly IActorRef _farmers;
    readonly IActorRef _blocks;
    readonly IActorRef _accounts;
    readonly IFarmChain _chain;
    readonly ILoggingAdapter _log = Context.GetLogger();
    readonly CancellationTokenSource _stopped = new();
    bool _scanning;

    public DueListActor(IDueList due, IFarmChain chain, IRequiredActor<FarmerActor> farmers, IRequiredActor<BlockActor> blocks, IRequiredActor<AccountActor> accounts)
    {
        _due = due;
        _chain = chain;
        _farmers = farmers.ActorRef;
        _blocks = blocks.ActorRef;
        _accounts = accounts.ActorRef;
        Receive<Scan>(_ => Read());
        Receive<Ledger>(_ =>
        {
            Read();
            AwaitLedger();
        });
        Receive<Stopped>(_ => { });
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

    protected override void PreStart()
    {
        Read();
        AwaitLedger();
    }

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    void Read()
    {
        if (_scanning) return;
        _scanning = true;
        _due.ReadAsync(CancellationToken.None).PipeTo(Self, success: rows => new Rows(rows));
    }

    void AwaitLedger() => _chain.NextLedgerAsync(_stopped.Token).PipeTo(Self, success: () => Ledger.Instance, failure: _ => Stopped.Instance);

    void Again()
    {
        _scanning = false;
        Timers.StartSingleTimer(nameof(Scan), Scan.Instance, Rescan);
    }

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
            case DueEntity.Account:
                _accounts.Tell(new WakeAccount(entity.Id));
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

    sealed class Ledger : INoSerializationVerificationNeeded
    {
        public static readonly Ledger Instance = new();
    }

    /// <summary>Nobody waits for a ledger any more.</summary>
    sealed class Stopped : INoSerializationVerificationNeeded
    {
        public static readonly Stopped Instance = new();
    }

    sealed record Rows(IReadOnlyList<DueEntity> Entities) : INoSerializationVerificationNeeded;
}
