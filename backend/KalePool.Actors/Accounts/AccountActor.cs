using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Akka.Persistence;
using KalePool.Actors.Due;
using KalePool.Actors.Farmers;
using KalePool.Actors.Ports;
using KalePool.Actors.Snapshots;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using static KalePool.Actors.Accounts.AccountSignals;

namespace KalePool.Actors.Accounts;

/// <summary>
/// The shell around one shared account: the only one who uses its sequence number, one transaction at a time. A batch is persisted as submitted before it is
/// sent, as settled before anybody is told, and its members are told until they have their outcomes in their own journals.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Disposed in PostStop: an actor has no other end.")]
public sealed partial class AccountActor : UntypedPersistentActor, IWithTimers
{
    /// <summary>Members that several blocks ask for within this time go in one transaction.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>A member who has not answered is told again.</summary>
    static readonly TimeSpan TellAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>As long as the chain does not answer, members are kept; then they are given back, for it may be this account alone that cannot be read.</summary>
    const int MostRetries = 30;

    /// <summary>One batch takes three, of which the largest has up to 64 kB.</summary>
    public const int EventsASnapshot = 60;

    readonly string _id;
    readonly IAccountActs _acts;
    readonly BatchPlan _plan;
    readonly DueMark _due;
    readonly TimeProvider _time;
    readonly IActorRef _farmers;
    readonly IRequiredActor<AccountActor> _accounts;
    readonly ILoggingAdapter _log = Context.GetLogger();
    readonly CancellationTokenSource _stopped = new();
    readonly AccountQueue _queue = new();
    readonly AccountCompensations _owed;
    readonly AccountDelivery _delivery;
    readonly SnapshotKeeper _snapshots;
    AccountState _state = AccountState.Empty;
    IReadOnlyList<BatchMember> _works = [];
    bool _preparing;
    int _retries;

    public AccountActor(string entityId, IAccountActs acts, BatchPlan plan, IDueList due, TimeProvider time, IRequiredActor<FarmerActor> farmers, IRequiredActor<AccountActor> accounts)
    {
        _id = entityId;
        _acts = acts;
        _plan = plan;
        _due = new DueMark(due, new DueEntity(DueEntity.Account, entityId));
        _time = time;
        _farmers = farmers.ActorRef;
        _accounts = accounts;
        _owed = new AccountCompensations(entityId, acts, _farmers);
        _delivery = new AccountDelivery(_farmers);
        PersistenceId = $"account-{entityId}";
        _snapshots = new SnapshotKeeper(this, _log, EventsASnapshot);
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    DateTimeOffset Now => _time.GetUtcNow();

    protected override void OnRecover(object message)
    {
        if (message is AccountEvent e) _state = _state.Apply(e);
        else if (message is SnapshotOffer { Snapshot: AccountState state }) _state = state;
        else if (message is RecoveryCompleted) Self.Tell(Begin.Instance);
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case CarryHarvests harvests:
                OnAsked(BatchKind.Harvest, harvests.Block, harvests.Members);
                break;
            case CarryRescues rescues:
                OnAsked(BatchKind.Rescue, rescues.Block, rescues.Members);
                break;
            case CarryWorks works:
                OnWorks(works);
                break;
            case CarryCompensation owed when AccountCompensations.IsPaying(_state, owed):
                Sender.Tell(new CompensationCarried(_id, owed.Block, owed.FarmerId, null));
                break;
            case CarryCompensation owed:
                _owed.Add(owed, Sender);
                GoOn();
                break;
            case FundChannels:
                _queue.WantsFunding = true;
                GoOn();
                break;
            case WakeAccount:
                GoOn();
                break;
            case Begin:
                if (_state.Open is not null) Settle(resumed: true);
                Deliver();
                GoOn();
                break;
            case Prepared prepared:
                _preparing = false;
                OnPrepared(prepared);
                break;
            case Settled settled when settled.Batch == _state.Open?.Id:
                Record(AccountDecisions.Settled(_id, _state.Open, settled.Report, Now), () =>
                {
                    if (settled.Report.Failure is { } failure) _log.Error("{0}: batch {1}: {2}", PersistenceId, settled.Batch, failure.Message);
                    _queue.GiveBack(LostOf(_works, settled.Report));
                    _works = [];
                    Deliver();
                    TellAskers();
                    GoOn();
                });
                break;
            case HarvestStanding { Step: StepState.Success or StepState.Failed } harvested:
                Heard(harvested.FarmerId, harvested.Block, b => b.Kind == BatchKind.Harvest);
                break;
            case WorkStanding { Batch: { } batch } worked:
                Heard(worked.FarmerId, worked.Block, b => b.Id == batch);
                break;
            case CompensationStanding paid:
                Heard(paid.FarmerId, paid.Block, b => b.Kind == BatchKind.Compensation);
                break;
            case WorkStanding worked:
                Heard(worked.FarmerId, worked.Block, b => b.Kind == BatchKind.Rescue);
                break;
            case FarmerRefused refused:
                _log.Error("{0}: farmer {1} refuses the outcome of a batch: {2}", PersistenceId, refused.FarmerId, refused.Failure.Message);
                break;
            case Next:
                GoOn();
                break;
            case TellAgain:
                Deliver();
                break;
            case ReceiveTimeout:
                if (_due.IsClear) Sleep.Ask(Context);
                break;
            case Sleep:
                Context.Stop(Self);
                break;
            case Settled or HarvestStanding or Stopped:
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
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Stop(cause, $"event {@event.GetType().Name} was rejected");

    protected override void PreStart()
    {
        base.PreStart();
        Sleep.Watch(Context);
    }

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
        base.PostStop();
    }

    void Stop(Exception cause, string reason)
    {
        _log.Error(cause, "{0}: {1}; stopping", PersistenceId, reason);
        Context.Stop(Self);
    }

    /// <summary>A rescue that cannot be sent now is not kept: whoever asked has little time.</summary>
    void OnAsked(BatchKind kind, BlockKey block, IReadOnlyList<RosterEntry> members)
    {
        var free = _state.FreeOf(kind, block, members).ToList();
        if (kind == BatchKind.Rescue && free.Count > 0 && (_preparing || _state.Open is not null))
        {
            Sender.Tell(new RescuesOver(block, [], [.. free.Select(m => m.FarmerId)]));
            free = [];
        }
        else
        {
            _queue.Asked(kind, block, Sender, members.Select(m => m.FarmerId));
        }
        _queue.Add(kind, free);
        TellAskers();
        if (kind == BatchKind.Rescue || _queue.Harvests >= _plan.MaxHarvests) GoOn();
        else if (free.Count > 0 && !Timers.IsTimerActive(nameof(Next))) Timers.StartSingleTimer(nameof(Next), Next.Instance, Gathering);
    }

    /// <summary>Who is in a batch stays there; whoever asks again for a better work finds him free later.</summary>
    void OnWorks(CarryWorks works)
    {
        _queue.WorksAsked(works.Block, Sender);
        _queue.Add(BatchKind.Work, _state.FreeOf(works.Block, works.Members));
        if (_queue.Works >= BatchPlan.MostWorks) GoOn();
        else if (_queue.Works > 0 && !Timers.IsTimerActive(nameof(Next))) Timers.StartSingleTimer(nameof(Next), Next.Instance, Gathering);
    }

    static IEnumerable<BatchMember> LostOf(IReadOnlyList<BatchMember> works, BatchReport report) =>
        report.Result == ActResult.Success ? works.Zip(report.Outcomes, (work, outcome) => (Work: work, outcome.Success)).Where(w => !w.Success).Select(w => w.Work) : works;

    void GoOn()
    {
        if (_state.Open is not null || _preparing) return;
        _queue.Keep(IsFree);
        if (_queue.HasRescues) Prepare(BatchKind.Rescue, _queue.Take(BatchKind.Rescue, BatchPlan.MostWorks));
        else if (_queue.Works >= BatchPlan.MostWorks || _queue.Works > 0 && !Timers.IsTimerActive(nameof(Next))) Prepare(BatchKind.Work, _queue.Take(BatchKind.Work, BatchPlan.MostWorks));
        else if (_queue.Harvests > 0 && !Timers.IsTimerActive(nameof(Next))) Prepare(BatchKind.Harvest, _queue.Take(BatchKind.Harvest, _plan.MaxHarvests));
        else if (_queue.WantsFunding) Prepare(BatchKind.Funding, []);
        else if (_owed.HasAny) PrepareCompensation();
        else if (_queue.IsEmpty && _state.IsIdle) _due.Remove();
    }

    void AskForFunding()
    {
        if (_id != AccountIds.Operator) _accounts.ActorRef.Tell(new FundChannels(AccountIds.Operator));
    }

    void Settle(bool resumed)
    {
        var open = _state.Open!;
        SettleAsync().PipeTo(Self);

        async Task<object> SettleAsync()
        {
            try
            {
                return new Settled(open.Id, await _acts.SettleAsync(open, resumed, _stopped.Token));
            }
            catch (OperationCanceledException)
            {
                return Stopped.Instance;
            }
        }
    }

    /// <summary>Tells whoever has not answered yet.</summary>
    void Deliver()
    {
        if (_delivery.Tell(_state)) Timers.StartSingleTimer(nameof(TellAgain), TellAgain.Instance, TellAgainAfter);
    }

    bool IsFree(BatchKind kind, BatchMember member) => _state.StepOf(kind, member.Block, member.FarmerId) == MemberStep.Free;

    void Heard(Guid farmer, uint block, Func<SettledBatch, bool> isOf)
    {
        if (_delivery.Heard(_state, farmer, block, isOf) is not { } batch) return;
        Record(new AccountBatchDelivered(_id, batch, Now), () =>
        {
            TellAskers();
            GoOn();
        });
    }

    void TellAskers()
    {
        foreach (var (kind, block, asker, members) in _queue.Askers)
        {
            if (kind == BatchKind.Harvest && _state.Carried(_id, block, members) is { } carried && carried.Delivered.Count + carried.Released.Count > 0)
            {
                asker.Tell(carried);
                _queue.IsTold(kind, block, [.. carried.Delivered, .. carried.Released]);
            }
            if (kind == BatchKind.Rescue && _state.RescuesDone(block, members) is { } over && over.Carried.Count + over.Left.Count > 0)
            {
                asker.Tell(over);
                _queue.IsTold(kind, block, [.. over.Carried, .. over.Left]);
            }
        }
    }

    /// <summary>What state refuses must not reach the journal: no recovery would get past it.</summary>
    void Record(AccountEvent fact, Action then)
    {
        try
        {
            _ = _state.Apply(fact);
        }
        catch (InvalidOperationException e)
        {
            Stop(e, $"{fact.GetType().Name} contradicts the journal");
            return;
        }
        Persist(fact, e =>
        {
            _state = _state.Apply(e);
            _snapshots.Persisted(_state);
            Context.System.EventStream.Publish(e);
            then();
        });
    }
}
