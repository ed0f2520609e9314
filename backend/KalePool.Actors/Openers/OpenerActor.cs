using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using KalePool.Actors.Blocks;
using KalePool.Actors.Farmers;
using KalePool.Actors.Poolers;
using KalePool.Actors.Ports;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using static KalePool.Actors.Openers.OpenerSignals;

namespace KalePool.Actors.Openers;

/// <summary>
/// Sees to it that a next block opens where pails of ours wait for it and nobody else does: one farmer of the whole cluster plants nothing, and the next one where
/// he cannot. It remembers nothing: each plant has its end by the chain's clock, and whoever takes this one's place waits for that before he asks anybody.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Disposed in PostStop: an actor has no other end.")]
public sealed class OpenerActor : ReceiveActor
{
    readonly IFarmChain _chain;
    readonly WaitingPails _pails;
    readonly IActorRef _farmers;
    readonly ILoggingAdapter _log = Context.GetLogger();
    readonly CancellationTokenSource _stopped = new();
    readonly HashSet<Guid> _failed = [];
    uint _index;
    long? _notBefore;
    bool _looking;
    bool _asLast;
    (Guid FarmerId, PlantSlot Slot)? _asked;

    public OpenerActor(
        IFarmChain chain, IDueList due, TimeProvider time, IRequiredActor<FarmerActor> farmers, IRequiredActor<BlockActor> blocks, IRequiredActor<PoolerActor> poolers)
    {
        _chain = chain;
        _farmers = farmers.ActorRef;
        _pails = new WaitingPails(due, chain, time, farmers.ActorRef, blocks.ActorRef, poolers.ActorRef);
        Receive<Ledger>(_ =>
        {
            Look();
            AwaitLedger();
        });
        Receive<PailsSeen>(OnSeen);
        Receive<PlantStanding>(reply => OnReply(reply.FarmerId, reply.Block, reply.Step == StepState.Success ? null : reply.Failure?.Message ?? "nothing was planted"));
        Receive<FarmerRefused>(reply => OnReply(reply.FarmerId, _index + 1, reply.Failure.Message));
        Receive<Stopped>(_ => { });
        Receive<Status.Failure>(failure =>
        {
            _looking = false;
            _log.Warning("pails that wait for the next block cannot be looked at: {0}", failure.Cause.Message);
        });
    }

    protected override void PreStart() => AwaitLedger();

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    void AwaitLedger() => _chain.NextLedgerAsync(_stopped.Token).PipeTo(Self, success: () => Ledger.Instance, failure: _ => Stopped.Instance);

    void Look()
    {
        if (_chain.Latest is not { } chain) return;
        // Nothing that one before this has asked for can happen any more.
        _notBefore ??= OpeningRule.SlotOf(chain).NotAfter + 1;
        if (chain.FarmIndex != _index)
        {
            _index = chain.FarmIndex;
            _asked = null;
            _asLast = false;
            _failed.Clear();
        }
        if (_asked is { } asked && chain.CloseTime > asked.Slot.NotAfter) OnReply(asked.FarmerId, asked.Slot.Block, "he has not answered in time");
        if (_looking || _asked is not null || chain.CloseTime < _notBefore || !OpeningRule.IsDue(chain, 0)) return;
        _looking = true;
        _pails.ReadAsync(chain.FarmIndex, _stopped.Token).PipeTo(Self);
    }

    void OnSeen(PailsSeen seen)
    {
        _looking = false;
        if (_chain.Latest is not { } chain || seen.Index != chain.FarmIndex || seen.Waiting.Count == 0 || !OpeningRule.IsDue(chain, seen.Unworked)) return;
        if (OpeningRule.Next(seen.Waiting, _failed) is { } chosen) Ask(chosen.FarmerId, chain);
        else if (!_asLast) AskLast();
        else Pause(chain);
    }

    void Ask(Guid farmer, ChainSnapshot chain)
    {
        var slot = OpeningRule.SlotOf(chain);
        _asked = (farmer, slot);
        _log.Warning("nobody has opened block {0}: farmer {1} plants nothing in it, so that what waits can be harvested", slot.Block, farmer);
        _farmers.Tell(new OpenNext(farmer, slot, _asLast));
    }

    /// <summary>Nobody who is active can: then also those who are paused or leave, for what waits may be theirs alone.</summary>
    void AskLast()
    {
        _asLast = true;
        _failed.Clear();
    }

    /// <summary>Nobody can: as where the farm is paused. Asked anew after a while.</summary>
    void Pause(ChainSnapshot chain)
    {
        _log.Warning("none of {0} farmers can open block {1}", _failed.Count, chain.FarmIndex + 1);
        _asLast = false;
        _failed.Clear();
        _notBefore = chain.CloseTime + OpeningRule.Patience(chain);
    }

    /// <summary>Of the one who was asked, once. Who has planted is not asked again, and neither is another until the ledger that shows it is seen, or his time is over.</summary>
    void OnReply(Guid farmer, uint block, string? failure)
    {
        if (failure is null || _asked is not { } asked || asked.FarmerId != farmer || asked.Slot.Block != block) return;
        _log.Warning("farmer {0} has not opened block {1}: {2}", farmer, block, failure);
        _failed.Add(farmer);
        _asked = null;
    }
}
