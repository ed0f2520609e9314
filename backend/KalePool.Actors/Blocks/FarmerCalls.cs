using Akka.Actor;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;

namespace KalePool.Actors.Blocks;

/// <summary>What a block asks of its farmers, again and again until they have answered.</summary>
sealed class FarmerCalls(BlockKey key, IActorRef farmers, TimeProvider time, BlockLimits limits)
{
    /// <summary>A farmer who has not answered is asked again.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    /// <summary>Between two thoughts of how long pails live whose harvest is overdue: about half a minute.</summary>
    const uint KeepAfterLedgers = 6;

    readonly Dictionary<Guid, DateTimeOffset> _plants = [];
    uint? _keptAt;
    DateTimeOffset _missed;
    DateTimeOffset _harvests;
    DateTimeOffset _compensations;
    bool _wasOpenedLate;

    /// <summary>Since this actor started.</summary>
    public bool HarvestsWereAsked { get; private set; }

    /// <summary>More farmers are to be asked: not only when it is time again.</summary>
    public void HarvestsAtOnce() => _harvests = default;

    /// <summary>The pooler's request has opened the block just now. A restart does not know it any more, and the backend answers for what comes late.</summary>
    public void Opened(ChainSnapshot? chain) => _wasOpenedLate = chain?.SlotFor(key.Index)?.AskedAt(chain).WasAskedLate ?? false;

    /// <summary>The first of the roster whose plants are open, so many at a time: whoever is decided makes room for the next, also after a restart.</summary>
    public void Plants(BlockState state, ChainSnapshot chain)
    {
        if (state.PlantsAreDecided) return;
        var slot = (chain.SlotFor(key.Index) ?? new PlantSlot(key.Index, 0, 0)) with { WasAskedLate = _wasOpenedLate };
        var now = time.GetUtcNow();
        foreach (var farmer in state.InOrder.Where(f => f.Plant == StepState.Pending).Take(limits.PlantsAtOnce))
        {
            if (_plants.TryGetValue(farmer.FarmerId, out var asked) && now - asked < AskAgain) continue;
            _plants[farmer.FarmerId] = now;
            farmers.Tell(new Plant(farmer.FarmerId, slot));
        }
    }

    /// <summary>Each farmer looks at his pail himself before he works it.</summary>
    public void Rescues(IEnumerable<Guid> unworked)
    {
        foreach (var farmer in unworked) farmers.Tell(new Rescue(farmer, key.Index));
    }

    /// <summary>Each farmer looks at his pail himself before he works it.</summary>
    public void Works(IEnumerable<HandedWork> works)
    {
        foreach (var work in works) farmers.Tell(new SubmitWork(work.FarmerId, key.Index, work));
    }

    /// <param name="isFree">Whether the farmer himself is to be asked.</param>
    public void Harvests(BlockState state, Func<Guid, bool> isFree)
    {
        HarvestsWereAsked = true;
        if (!IsTime(ref _harvests)) return;
        foreach (var farmer in state.InOrder.Where(f => f.Plant == StepState.Success && isFree(f.FarmerId)))
        {
            if (farmer.Work == StepState.Success) farmers.Tell(state.WorkOf(key, farmer));
            if (!farmer.IsClosed) farmers.Tell(new Harvest(farmer.FarmerId, key.Index));
        }
    }

    /// <summary>Of a block that is over, and whose pails are still there: each farmer knows himself whether his must be kept alive.</summary>
    public void KeepAlive(BlockState state, ChainSnapshot chain)
    {
        if (chain.FarmIndex < key.Index || chain.FarmIndex == key.Index && !chain.BoundaryPassed) return;
        _keptAt ??= chain.LatestLedger;
        if (chain.LatestLedger - _keptAt < KeepAfterLedgers) return;
        _keptAt = chain.LatestLedger;
        foreach (var farmer in state.InOrder.Where(f => f is { Plant: StepState.Success, IsClosed: false })) farmers.Tell(new KeepPails(farmer.FarmerId, chain.LatestLedger));
    }

    /// <summary>True when every farmer whose pail was missed has it in his own journal.</summary>
    public bool Missed(BlockState state, FarmerInbox inbox)
    {
        var missed = state.InOrder.Where(f => f.Work == StepState.Failed && !inbox.IsInformed(f.FarmerId)).ToList();
        if (missed.Count == 0) return true;
        if (!IsTime(ref _missed)) return false;
        foreach (var farmer in missed) farmers.Tell(new RecordMissedWork(farmer.FarmerId, key.Index, farmer.Failure!));
        return false;
    }

    /// <summary>Of a finished block: true when everybody whom others may owe for it has what he is owed in his own journal.</summary>
    public bool Compensations(BlockState state, FarmerInbox inbox)
    {
        var open = state.InOrder.Where(f => f.MayBeOwed && !inbox.IsCompensated(f.FarmerId)).ToList();
        if (open.Count == 0) return true;
        if (!IsTime(ref _compensations)) return false;
        foreach (var farmer in open) farmers.Tell(new SettleCompensation(farmer.FarmerId, key.Index, state.MeanRewardBeside(farmer.FarmerId)));
        return false;
    }

    bool IsTime(ref DateTimeOffset last)
    {
        var now = time.GetUtcNow();
        if (now - last < AskAgain) return false;
        last = now;
        return true;
    }
}
