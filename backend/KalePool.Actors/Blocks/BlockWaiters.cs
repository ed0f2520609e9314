using Akka.Actor;
using KalePool.Domain;
using KalePool.Domain.Blocks;

namespace KalePool.Actors.Blocks;

/// <summary>Requests that are answered when what they ask for is final, or when their time is up.</summary>
sealed class BlockWaiters(TimeProvider time)
{
    readonly List<(BlockCommand Command, IActorRef Sender, DateTimeOffset Deadline)> _waiting = [];

    /// <summary>What the request that opens the block stated.</summary>
    public int Capacity => _waiting.Select(w => w.Command).OfType<RequestPlants>().Select(r => r.Capacity).FirstOrDefault();

    public void Add(BlockCommand command, IActorRef sender) => _waiting.Add((command, sender, time.GetUtcNow().AddMilliseconds(command.WaitMilliseconds)));

    public void RefuseAll(BlockRefused refusal)
    {
        foreach (var (_, sender, _) in _waiting) sender.Tell(refusal);
        _waiting.Clear();
    }

    public void Answer(BlockState state, Func<BlockStanding> standing)
    {
        if (_waiting.Count == 0 || state.Status == BlockStatus.Unknown) return;
        var now = time.GetUtcNow();
        var ready = _waiting.Where(w => w.Deadline <= now || IsFinal(state, w.Command)).ToList();
        if (ready.Count == 0) return;
        var answer = standing();
        foreach (var waiter in ready)
        {
            waiter.Sender.Tell(answer);
            _waiting.Remove(waiter);
        }
    }

    static bool IsFinal(BlockState state, BlockCommand command) => command switch
    {
        RequestPlants r => state.PlantsAreDecided || state.PlantsDecided > r.Known,
        ReportWorks r => r.Works.All(w => !w.Success || state.Farmers.GetValueOrDefault(w.FarmerId) is null or { Work: not StepState.None } or { IsClosed: true }),
        RequestHarvests { FarmerIds.Count: 0 } => state.IsFinished,
        RequestHarvests r => r.FarmerIds.All(id => state.Farmers.GetValueOrDefault(id) is null or { IsClosed: true }),
        _ => true,
    };
}
