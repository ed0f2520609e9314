using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Akka.Persistence;
using KalePool.Actors.Accounts;
using KalePool.Actors.Due;
using KalePool.Actors.Farmers;
using KalePool.Actors.Hosting;
using KalePool.Actors.Poolers;
using KalePool.Actors.Ports;
using KalePool.Actors.Tracing;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using static KalePool.Actors.Blocks.BlockSignals;

namespace KalePool.Actors.Blocks;

/// <summary>
/// The supervisor of one block of one pooler: has the roster planted, reads the pails, rescues what nobody works, has what was worked harvested,
/// and goes on until every farmer's outcome is final, whoever crashes or falls silent meanwhile.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Disposed in PostStop: an actor has no other end.")]
public sealed class BlockActor : UntypedPersistentActor, IWithTimers
{
    static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(250);

    /// <summary>Answers that arrive within this time become one event.</summary>
    static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    /// <summary>Whoever wants the block asks again long before.</summary>
    static readonly TimeSpan OpeningPatience = TimeSpan.FromMinutes(1);

    /// <summary>Ledgers after the close for which the pooler's harvest-request is waited for.</summary>
    const uint HarvestAfterLedgers = 2;

    readonly BlockKey _key;
    readonly string? _node = NodeNames.OfSelf(Context.System);
    readonly IFarmChain _chain;
    readonly DueMark _due;
    readonly TimeProvider _time;
    readonly IActorRef _poolers;
    readonly FarmerCalls _calls;
    readonly BatchCalls _batches;
    readonly PoolerPulse _pooler;
    readonly ILoggingAdapter _log = Context.GetLogger();
    readonly CancellationTokenSource _stopped = new();
    readonly BlockWaiters _waiters;
    readonly FarmerInbox _inbox = new();
    BlockState _state = BlockState.Empty;
    bool _reading;
    bool _harvestRequested;
    uint _pailsReadAt;
    uint? _closedAt;
    bool _opening;
    DateTimeOffset _openAsked;
    IReadOnlyList<Guid> _unworked = [];
    IReadOnlyList<HandedWork> _toLand = [];

    public BlockActor(
        string entityId,
        IFarmChain chain,
        IDueList due,
        BatchPlan plan,
        TimeProvider time,
        BlockLimits limits,
        IRequiredActor<PoolerActor> poolers,
        IRequiredActor<FarmerActor> farmers,
        IRequiredActor<AccountActor> accounts)
    {
        _key = BlockKey.Parse(entityId);
        _chain = chain;
        _due = new DueMark(due, new DueEntity(DueEntity.Block, entityId));
        _time = time;
        _poolers = poolers.ActorRef;
        _calls = new FarmerCalls(_key, farmers.ActorRef, time, limits);
        _batches = new BatchCalls(_key, plan, accounts.ActorRef, farmers.ActorRef, time);
        _pooler = new PoolerPulse(_key, _poolers, time);
        _waiters = new BlockWaiters(time);
        PersistenceId = $"block-{entityId}";
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The pooler was asked for its roster, and may still answer: one whose write has failed does not.</summary>
    bool IsOpening => _opening && Now - _openAsked < OpeningPatience;

    protected override void OnRecover(object message)
    {
        if (message is BlockEvent e) _state = _state.Apply(e);
        else if (message is RecoveryCompleted) Self.Tell(Begin.Instance);
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case Begin:
                Begun();
                break;
            case Tick:
                GoOn();
                break;
            case GetBlock:
                Sender.Tell(Standing());
                break;
            case BlockCommand command:
                Handle(command);
                break;
            // The row may be gone: then it is written again first.
            case BlockRoster when _state.Status == BlockStatus.Unknown && !_opening:
                Open();
                break;
            case BlockRoster roster when _state.Status == BlockStatus.Unknown:
                Record(new BlockOpened(_key.PoolerId, _key.Index, roster.Farmers, roster.LeftOut, Now, _batches.IsOn));
                break;
            case PoolerRefused refused:
                _opening = false;
                _waiters.RefuseAll(new BlockRefused(_key, refused.Failure));
                if (_state.Status == BlockStatus.Unknown) _due.Remove();
                break;
            case SubmitWorks handed:
                OnWorks(handed);
                break;
            case FarmerReply reply:
                _inbox.Add(reply);
                if (!Timers.IsTimerActive(nameof(Gather))) Timers.StartSingleTimer(nameof(Gather), Gather.Instance, Gathering);
                break;
            case HarvestsCarried carried:
                _batches.Note(carried);
                _calls.HarvestsAtOnce();
                break;
            case RescuesOver over:
                _batches.Note(over);
                if (_chain.Latest?.FarmIndex == _key.Index) _calls.Rescues(over.Left.Intersect(_unworked));
                break;
            case WorksGivenBack back:
                _batches.Note(back);
                if (_chain.Latest?.FarmIndex == _key.Index) _calls.Works(back.Works.Intersect(_toLand));
                break;
            case Gather:
                OnGathered();
                break;
            case PailReading reading:
                OnPails(reading);
                break;
            case PoolerStanding when _state.Status == BlockStatus.Completed || _state.Status == BlockStatus.Unknown && !IsOpening:
                _opening = false;
                _due.Remove();
                break;
            case DueWritten:
                _poolers.Tell(new OpenBlock(_key.PoolerId, _key.Index, _waiters.Capacity));
                break;
            case Status.Failure failure:
                _opening = _reading = false;
                _log.Warning("{0}: {1}", PersistenceId, failure.Cause.Message);
                break;
            case ReceiveTimeout:
                if (_due.IsClear || _state.Status == BlockStatus.Unknown && !IsOpening) Sleep.Ask(Context);
                break;
            case Sleep:
                Context.Stop(Self);
                break;
            case WakeBlock:
                Woken();
                break;
            case PoolerStanding standing:
                _pooler.Note(standing);
                break;
            case BlockRoster:
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

    void Begun()
    {
        if (_state.Status == BlockStatus.Active) Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TimeSpan.Zero, Pulse);
        if (_state.Status == BlockStatus.Completed) _poolers.Tell(new CloseBlock(_key.PoolerId, _key.Index));
    }

    /// <summary>What is open goes on by its own timer; this is for what has none: a row without a block, a closing that was not answered.</summary>
    void Woken()
    {
        if (_state.Status == BlockStatus.Completed || _state.Status == BlockStatus.Unknown && !IsOpening) _poolers.Tell(new CloseBlock(_key.PoolerId, _key.Index));
    }

    void Handle(BlockCommand command)
    {
        using var trace = PoolTrace.Start($"take {command.GetType().Name}", $"block {_key}", _key.PoolerId, _key.Index);
        switch (command)
        {
            case RequestPlants when _state.Status == BlockStatus.Unknown && _chain.Latest?.SlotFor(_key.Index) is null:
                Sender.Tell(new BlockRefused(_key, BlockFailures.NotOpen(_key, _chain.Latest)));
                return;
            case not RequestPlants when _state.Status == BlockStatus.Unknown:
                Sender.Tell(new BlockRefused(_key, BlockFailures.NotPlanted(_key)));
                return;
            case RequestHarvests:
                _harvestRequested = true;
                break;
            case ReportWorks { Works.Count: > 0 } report when _state.Status == BlockStatus.Active:
                _pailsReadAt = 0;
                Record(new WorksReported(_key.PoolerId, _key.Index, [.. report.Works.Where(w => _state.Farmers.ContainsKey(w.FarmerId))], Now));
                break;
        }
        _waiters.Add(command, Sender);
        if (_state.Status == BlockStatus.Unknown) Open();
        else GoOn();
    }

    /// <summary>What is taken is in the journal before the pooler hears of it: from then on it is the backend's to land.</summary>
    void OnWorks(SubmitWorks handed)
    {
        if (_state.Status == BlockStatus.Unknown)
        {
            Sender.Tell(new BlockRefused(_key, BlockFailures.NotPlanted(_key)));
            return;
        }
        var sender = Sender;
        var (taken, answer) = _state.Take(_key, _chain.Latest, handed.Works, Now);
        if (taken is null)
        {
            sender.Tell(answer);
            return;
        }
        Record(taken, () =>
        {
            sender.Tell(answer);
            _pailsReadAt = 0;
            GoOn();
        });
    }

    /// <summary>The due row first: from the first event on, somebody wakes this block until it is completed.</summary>
    void Open()
    {
        if (_opening && Now - _openAsked < FarmerCalls.AskAgain) return;
        _opening = true;
        _openAsked = Now;
        WriteAsync().PipeTo(Self);

        async Task<object> WriteAsync()
        {
            await _due.AddAsync(_stopped.Token);
            return DueWritten.Instance;
        }
    }

    void GoOn()
    {
        if (_state.Status == BlockStatus.Active && _chain.Latest is { } chain)
        {
            _calls.Plants(_state, chain);
            See(chain);
            ReadPails(chain);
            if (RescueRule.IsDue(chain, _key.Index, _unworked.Count, poolerIsSilent: true)) _pooler.Ask();
            AskForHarvests(chain);
            _calls.KeepAlive(_state, chain);
            if (_calls.Missed(_state, _inbox) && _state.IsFinished && _calls.Compensations(_state, _inbox)) Record(new BlockCompleted(_key.PoolerId, _key.Index, Now));
        }
        _waiters.Answer(_state, Standing);
    }

    void See(ChainSnapshot chain)
    {
        if (_state.IsSeen || chain.FarmIndex != _key.Index || chain.Block is not { } block) return;
        Record(BlockFacts.Seen(_key, block, Now));
    }

    void ReadPails(ChainSnapshot chain)
    {
        if (_reading || chain.FarmIndex < _key.Index || chain.LatestLedger <= _pailsReadAt || _closedAt is not null && _state.Farmers.Values.All(f => f.Work != StepState.None)) return;
        var open = _state.InOrder.Where(f => f is { Plant: StepState.Success, IsClosed: false }).Select(f => new RosterEntry(f.FarmerId, f.CustodialWallet)).ToList();
        if (open.Count == 0) return;
        _reading = true;
        ReadAsync().PipeTo(Self);

        async Task<PailReading> ReadAsync()
        {
            using var trace = PoolTrace.Start("read pails", $"block {_key}", _key.PoolerId, _key.Index);
            return await _chain.ReadPailsAsync(_key.Index, open, _stopped.Token);
        }
    }

    void OnPails(PailReading reading)
    {
        _reading = false;
        if (reading.Ledger <= _pailsReadAt) return;
        _pailsReadAt = reading.Ledger;
        Work(reading);
        if (_state.RecordWorks(_key, reading.Pails, Now) is { } works) Record(works);
        if (reading.FarmIndex <= _key.Index) return;
        if (_state.RecordMissed(_key, reading.Pails, Now) is { } missed) Record(missed);
        _closedAt ??= reading.Ledger;
    }

    /// <summary>Once a ledger, from what the chain shows, while the block is the newest: what the pooler has handed over, and at the end a rescue for whom nothing is there.</summary>
    void Work(PailReading reading)
    {
        var isOpen = reading.FarmIndex == _key.Index;
        _unworked = isOpen ? [.. reading.Pails.Where(p => p.Zeros is null).Select(p => p.FarmerId)] : [];
        _toLand = isOpen ? _state.ToLand(reading.Pails) : [];
        if (_chain.Latest is not { } chain || chain.FarmIndex != _key.Index) return;
        var isUrgent = RescueRule.IsDue(chain, _key.Index, _unworked.Count, _pooler.IsSilent);
        _calls.Works(_batches.Works(_state, _toLand, reading.Ledger, isUrgent));
        if (isUrgent) _calls.Rescues(_batches.Rescues(_state, [.. _unworked.Where(f => !_state.Taken.ContainsKey(f))]));
    }

    void AskForHarvests(ChainSnapshot chain)
    {
        if (_closedAt is not { } closed || !_state.PlantsAreDecided) return;
        if (!_harvestRequested && chain.LatestLedger < closed + HarvestAfterLedgers) return;
        _calls.Harvests(_state, farmer => _batches.IsFree(_state, farmer));
        if (_batches.Assign(_state, Now) is { } assigned) Record(assigned);
        else _batches.Harvests(_state, _inbox);
    }

    void OnGathered()
    {
        var (plants, harvests) = _inbox.TakeAll();
        if (_state.RecordPlants(_key, plants, RescueRule.IsTooLateToWork(_chain.Latest, _key.Index), Now) is { } planted) Record(planted);
        if (_state.RecordHarvests(_key, harvests, Now) is { } harvested) Record(harvested);
    }

    void Record(BlockEvent fact, Action? then = null) => Persist(fact, e =>
    {
        _state = _state.Apply(e);
        Context.System.EventStream.Publish(e);
        if (e is BlockOpened) _calls.Opened(_chain.Latest);
        if (e is BlockOpened) Begun();
        if (e is BlockCompleted)
        {
            Timers.Cancel(nameof(Tick));
            _poolers.Tell(new CloseBlock(_key.PoolerId, _key.Index));
        }
        _waiters.Answer(_state, Standing);
        then?.Invoke();
    });

    /// <summary>A harvest that was asked for is shown as pending; the journal has only its outcome.</summary>
    BlockStanding Standing() => new(
        _key, _state.Status, _state.OpenedAt, [.. _state.InOrder.Select(f => _calls.HarvestsWereAsked && f.IsHarvestable ? f with { Harvest = StepState.Pending } : f)], _state.LeftOut, _node);
}
