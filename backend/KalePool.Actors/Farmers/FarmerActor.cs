using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Akka.Persistence;
using KalePool.Actors.Due;
using KalePool.Actors.Poolers;
using KalePool.Actors.Ports;
using KalePool.Actors.Snapshots;
using KalePool.Domain;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using static KalePool.Actors.Farmers.FarmerSignals;

namespace KalePool.Actors.Farmers;

/// <summary>
/// The shell around one farmer: asks <see cref="FarmerDecisions"/>, persists, runs the one act of his wallet, answers when it has settled.
/// An act is persisted as submitted before anything is sent, and as settled before anybody is told.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Disposed in PostStop: an actor has no other end.")]
public sealed partial class FarmerActor : UntypedPersistentActor, IWithTimers
{
    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>An exit that was refused or has failed waits for somebody to do something, and each try may cost a fee.</summary>
    static readonly TimeSpan ExitAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>A payout that would be in a plant's way waits for its time.</summary>
    static readonly TimeSpan PayoutSoonAfter = TimeSpan.FromSeconds(5);

    /// <summary>A payout that was refused waits for somebody to do something.</summary>
    static readonly TimeSpan PayoutAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>How often pails that are on their own are thought of.</summary>
    static readonly TimeSpan OwnAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>How often at most the chain is asked how long they live.</summary>
    static readonly TimeSpan KeepAgainAfter = TimeSpan.FromMinutes(1);

    readonly Guid _id;
    readonly IFarmChain _chain;
    readonly DueMark _due;
    readonly TimeProvider _time;
    readonly IActorRef _poolers;
    readonly ILoggingAdapter _log = Context.GetLogger();
    readonly FarmerWallet _wallet;
    readonly FarmerWaiters _waiters = new();
    readonly SnapshotKeeper _snapshots;
    FarmerState _state = FarmerState.Empty;
    bool _isWriting;
    bool _goesOnOnceWritten;
    int _marking;
    DateTimeOffset _keptAt;

    public FarmerActor(string entityId, IFarmerActs acts, IFarmChain chain, IDueList due, TimeProvider time, IRequiredActor<PoolerActor> poolers)
    {
        _id = Guid.ParseExact(entityId, "N");
        _chain = chain;
        _due = new DueMark(due, new DueEntity(DueEntity.Farmer, entityId));
        _wallet = new FarmerWallet(acts, _due, Self);
        _time = time;
        _poolers = poolers.ActorRef;
        PersistenceId = $"farmer-{entityId}";
        _snapshots = new SnapshotKeeper(this, _log);
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnRecover(object message)
    {
        if (message is FarmerEvent e) _state = _state.Apply(e);
        else if (message is SnapshotOffer { Snapshot: FarmerState state }) _state = state;
        else if (message is RecoveryCompleted) Self.Tell(Begin.Instance);
    }

    protected override void OnCommand(object message)
    {
        // Whatever is decided or paid now, is so with the payout wallet in force.
        if (_state.DuePayoutChange(Now) is { } changed)
        {
            Record(changed, () => OnCommand(message));
            return;
        }
        switch (message)
        {
            case GetFarmer:
                Sender.Tell(Standing());
                break;
            case FarmerCommand command:
                Handle(command, Sender);
                break;
            case Prepared prepared:
                _wallet.HasPrepared();
                if (prepared.PayoutWallet == _state.PayoutWallet && prepared.OwedShareStroops == _state.OwedShareStroops) OnPrepared(prepared);
                else GoOn();
                break;
            case Settled settled:
                OnSettled(settled);
                break;
            case SeatTaken seat when !_state.IsSeated && _state.Status == FarmerStatus.Active:
                Record(new FarmerSeated(_id, Now, seat.RewardShare, seat.RewardShare > 0 ? seat.PublicKey : null), GoOn);
                break;
            case SeatTaken:
                break;
            case SeatLeft when _state is { Status: FarmerStatus.Leaving, IsSeated: true }:
                Record(new FarmerUnseated(_id, Now), GoOn);
                break;
            case SeatLeft:
                break;
            case PoolerRefused refused:
                _waiters.Answer<ConfirmFunding>(new FarmerRefused(_id, refused.Failure));
                break;
            case Begin when _state.OpenAct is not null:
                _wallet.Settle(_state, resumed: true);
                break;
            case Marked marked:
                _marking--;
                Decide(marked.Command, marked.Sender);
                break;
            case Begin or Retry or ExitAgain or PayoutAgain or OwnAgain:
                GoOn();
                break;
            case ReceiveTimeout:
                if (_due.IsClear) Sleep.Ask(Context);
                break;
            case Sleep:
                Context.Stop(Self);
                break;
            case Stopped:
                break;
            case var _ when _snapshots.Handles(message):
                break;
            case Status.Failure failure:
                Stop(failure.Cause, "a port threw where it must answer");
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>A write whose fate is not known leaves no state to trust: stop, and recover from what was written.</summary>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        Stop(cause, $"event {@event.GetType().Name} was rejected");
    }

    /// <summary>The due list wakes the next one, in its own time rather than at once.</summary>
    void Stop(Exception cause, string reason)
    {
        _log.Error(cause, "{0}: {1}; stopping", PersistenceId, reason);
        Context.Stop(Self);
    }

    protected override void PreStart()
    {
        base.PreStart();
        Sleep.Watch(Context);
    }

    protected override void PostStop()
    {
        _wallet.Dispose();
        base.PostStop();
    }

    DateTimeOffset Now => _time.GetUtcNow();

    void Handle(FarmerCommand command, IActorRef sender)
    {
        // Nobody asks again for what is left to do of a farmer who leaves, nor when a change falls due: his row stands before.
        var opens = command switch
        {
            Leave => _state.Status is FarmerStatus.AwaitingFunding or FarmerStatus.Active,
            RecordOutgoing => _state.Decide(command, Now) is FarmerDecision.Persist { Event: PaymentRecovered { Kind: PaymentMemo.Exit } },
            ChangePayoutWallet => _state.Decide(command, Now) is FarmerDecision.Persist { Event: PayoutChangeRequested },
            _ => false,
        };
        if (opens)
        {
            _marking++;
            _wallet.Mark(command, sender);
        }
        else
        {
            Decide(command, sender);
        }
    }

    void Decide(FarmerCommand command, IActorRef sender)
    {
        switch (_state.Decide(command, Now))
        {
            case FarmerDecision.Persist persist:
                Record(persist.Event, () =>
                {
                    Answer(command, sender);
                    if (persist.Event is PayoutThresholdChanged or LossAccepted) Timers.Cancel(nameof(PayoutAgain));
                    if (persist.Event is LossAccepted or CompensationDecided or CompensationPaid) Timers.Cancel(nameof(ExitAgain));
                    if (OpensTheWay(persist.Event)) GoOn();
                });
                break;
            case FarmerDecision.Repeat when command is ConfirmFunding && _state is { Status: FarmerStatus.Active, IsSeated: false }:
                _waiters.Add(command, sender);
                TakeSeat();
                break;
            case FarmerDecision.Repeat:
                Answer(command, sender);
                break;
            case FarmerDecision.Reject reject:
                sender.Tell(new FarmerRefused(_id, reject.Failure));
                break;
            case FarmerDecision.Prepare prepare when !_wallet.IsPreparing:
                _waiters.Add(command, sender);
                _wallet.Prepare(_state, prepare);
                break;
            default:
                _waiters.Add(command, sender);
                break;
        }
    }

    /// <summary>Something that was not possible before may be now.</summary>
    static bool OpensTheWay(FarmerEvent e) => e is LeavingStarted or PayoutThresholdChanged or DepositRecorded or PaymentRecovered or LossAccepted or PayoutWalletChanged or PayoutChangeCancelled
        or HarvestSettled or WorkMissed or CompensationDecided or CompensationPaid;

    void OnSettled(Settled settled)
    {
        if (_state.OpenAct?.Envelope.Hash != settled.Act.Envelope.Hash) return;
        if (settled.Act.Kind is ActKind.Rescue or ActKind.Work) _waiters.ForgetRescues();
        if (settled.Act.Kind == ActKind.Extension)
        {
            _keptAt = Now;
            _waiters.Forget<KeepPails>();
        }
        Record(FarmerFacts.Settled(_state, settled.Act, settled.Report, Now), () =>
        {
            if (settled.Act.Kind == ActKind.Exit && settled.Report.Result != ActResult.Success)
                Timers.StartSingleTimer(nameof(ExitAgain), ExitAgain.Instance, ExitAgainAfter);
            if (settled.Act.Kind == ActKind.Payout && settled.Report.Result != ActResult.Success) PayLater(PayoutAgainAfter);
            if (settled is { Act.Kind: ActKind.Trustline, Report.Failure: { } failure }) _waiters.Answer<ConfirmFunding>(new FarmerRefused(_id, failure));
            GoOn();
        });
    }

    /// <summary>What state refuses must not reach the journal: no recovery would get past it.</summary>
    void Record(FarmerEvent fact, Action then)
    {
        try
        {
            _ = _state.Apply(fact);
        }
        catch (Exception e) when (e is InvalidOperationException or OverflowException)
        {
            Stop(e, $"{fact.GetType().Name} contradicts the journal");
            return;
        }
        _isWriting = true;
        Persist(fact, e =>
        {
            _isWriting = false;
            _state = _state.Apply(e);
            _snapshots.Persisted(_state);
            Context.System.EventStream.Publish(e);
            then();
            if (!_isWriting && _goesOnOnceWritten) GoOn();
        });
    }

    /// <summary>After every change: take up what waits, plants before harvests.</summary>
    void GoOn()
    {
        if (_state.OpenAct is not null) return;
        if (_state.NextCompensation(Now) is { } decided)
        {
            Record(decided, GoOn);
            return;
        }
        if (_state is { Status: FarmerStatus.Active, IsSeated: false }) TakeSeat();
        foreach (var (command, sender) in _waiters.TakeAll())
        {
            // What one of them has written down the next must know before it is decided.
            if (_isWriting) _waiters.Add(command, sender);
            else Handle(command, sender);
        }
        _goesOnOnceWritten = _isWriting;
        if (_isWriting || GoOnWithOwnPails()) return;
        if (_state.Status == FarmerStatus.Leaving) GoOnLeaving();
        else if (_state.NextPayout() is { } payout) GoOnPaying(payout);
        else if (_state.OpenAct is null && !_wallet.IsPreparing && _marking == 0 && _state is { PayoutChange: null } and not { Status: FarmerStatus.Active, IsSeated: false } && !_state.OnTheirOwn().Any()) _due.Remove();
    }

    /// <summary>True where one of them has its time; while there are any, it is thought of them again, and nobody has to wake him for it.</summary>
    bool GoOnWithOwnPails()
    {
        if (!_state.OnTheirOwn().Any()) return false;
        Timers.StartSingleTimer(nameof(OwnAgain), OwnAgain.Instance, OwnAgainAfter);
        if (_chain.Latest is not { } chain) return false;
        if ((NextToKeep(chain) ?? _state.NextOnItsOwn(chain)) is not { } next) return false;
        if (!_wallet.IsPreparing && (next.Kind == ActKind.Extension || !Timers.IsTimerActive(nameof(Retry)))) _wallet.Prepare(_state, next);
        return true;
    }

    /// <summary>First that they live, then their harvest, which may have failed for long.</summary>
    FarmerDecision.Prepare? NextToKeep(ChainSnapshot chain) => Now - _keptAt >= KeepAgainAfter && _state.AreOverdue(chain) ? _state.NextToKeep(chain.LatestLedger) : null;

    void KeepLater()
    {
        _keptAt = Now;
        _waiters.Forget<KeepPails>();
        GoOn();
    }

    /// <summary>First the seat, so that no new block begins with him; then, once nothing is open any more and he has what he is owed, the exit.</summary>
    void GoOnLeaving()
    {
        if (_state.IsSeated)
        {
            _poolers.Tell(new LeaveSeat(_state.PoolerId, _id));
            Timers.StartSingleTimer(nameof(Retry), Retry.Instance, RetryAfter);
        }
        else if (_state.NextNetting(Now) is { } netted)
        {
            Record(netted, GoOn);
        }
        else if (!_wallet.IsPreparing && !Timers.IsTimerActive(nameof(ExitAgain)) && _state.NextOfLeaving() is { } exit)
        {
            if (_state.WhyExitWaits(Now) is { } owed) ExitLater(exit, owed);
            else _wallet.Prepare(_state, exit);
        }
    }

    void ExitLater(FarmerDecision.Prepare exit, Domain.Failure why)
    {
        Timers.StartSingleTimer(nameof(ExitAgain), ExitAgain.Instance, ExitAgainAfter);
        if (why == _state.LeavingFailure) GoOn();
        else Record(FarmerFacts.Refused(_state, exit, why, Now), GoOn);
    }

    /// <summary>Whatever else waits for the wallet comes first. Until it is paid he stays among those who are woken.</summary>
    void GoOnPaying(FarmerDecision.Prepare payout)
    {
        if (!_wallet.IsPreparing && _marking == 0 && !Timers.IsTimerActive(nameof(PayoutAgain))) _wallet.Prepare(_state, payout);
    }

    void PayLater(TimeSpan after) => Timers.StartSingleTimer(nameof(PayoutAgain), PayoutAgain.Instance, after);

    void TakeSeat()
    {
        _poolers.Tell(new TakeSeat(_state.PoolerId, _id, _state.CustodialWallet));
        Timers.StartSingleTimer(nameof(Retry), Retry.Instance, RetryAfter);
    }

    void Answer(FarmerCommand command, IActorRef sender)
    {
        if (command is not (WakeFarmer or Rescue or SubmitWork or KeepPails)) sender.Tell(FarmerFacts.Reply(_state, command) ?? Standing());
    }

    FarmerStanding Standing() => FarmerFacts.Standing(_id, _state);
}
