using KalePool.Contracts.Poolers;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Progress;
using KalePool.Pooler.Work;

namespace KalePool.Pooler.Running;

/// <summary>Starts a round for each block in which may be planted, and lets the ones before it run to their end beside it.</summary>
/// <param name="limit">How many blocks to plant in; null: no end.</param>
sealed class Rounds(RoundContext context, Harvester? harvester, int? limit = null)
{
    /// <summary>The part of a block after which a pooler that has just started does not begin to plant in it: too little time would be left to work.</summary>
    const int YoungPart = 8;

    readonly List<(BlockRound Round, Task Task)> _running = [];
    BlockRound? _newest;
    HeartbeatResponse? _heard;
    int _planting;

    public uint Index => _newest?.Index ?? 0;

    public string State => _newest is { } round ? round.State : harvester is { IsIdle: false } ? PoolerState.Harvesting : PoolerState.Idle;

    /// <summary>How far the newest block has come; null before it is open.</summary>
    public BlockProgress? Progress => Volatile.Read(ref _newest)?.Progress;

    /// <summary>What the backend says is planted or to harvest: after a restart the only way to know.</summary>
    public void Take(HeartbeatResponse heard)
    {
        Volatile.Write(ref _heard, heard);
        if (Volatile.Read(ref _newest) is { } round && round.Index == heard.BlockIndex) round.Roster.Arrive(heard.PlantedFarmers);
        foreach (var block in heard.HarvestableBlocks)
            if (block != Index) harvester?.Add(block, []);
    }

    /// <summary>Returns when the blocks asked for are over, or when cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            var view = await context.Watcher.ReachAsync(0, cancellation);
            while (true)
            {
                var next = context.Watcher.NextAsync();
                var index = view.PlantIndex(context.Watcher.Now, context.Settings.Network.BlockInterval);
                if (_planting == limit && _running.Count == 0) return;
                if ((_newest is null || index > _newest.Index) && _planting != limit) Start(index, view, cancellation);
                foreach (var ended in _running.Where(pair => pair.Task.IsCompleted).ToArray())
                {
                    _running.Remove(ended);
                    await ended.Task;
                }
                view = await next.WaitAsync(cancellation);
            }
        }
        finally
        {
            await Task.WhenAll(_running.Select(pair => pair.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    void Start(uint index, ChainView view, CancellationToken cancellation)
    {
        var heard = Volatile.Read(ref _heard);
        var roster = new RoundRoster(_newest?.Roster.Planted ?? heard?.PlantedFarmers ?? []);
        if (heard is not null && heard.BlockIndex == index) roster.Arrive(heard.PlantedFarmers);
        // Without the backend's word the earlier run's counts: the pails on the chain tell who is planted.
        if (view.Index == index && view.Block is { } block) roster.Arrive(context.Known.PlantedIn(index, block.Entropy.Span));
        var isPlanting = IsYoung(index, view);
        if (isPlanting) _planting++;
        var round = new BlockRound(context, index, roster, isPlanting);
        _running.Add((round, RunAsync(round, cancellation)));
        Volatile.Write(ref _newest, round);
    }

    /// <summary>A pooler that starts in the middle of a block plants in it only while there is time to work for what is planted.</summary>
    bool IsYoung(uint index, ChainView view) =>
        index > view.Index || view.Opened is not { } opened || context.Watcher.Now < opened + context.Settings.Network.BlockInterval / YoungPart;

    async Task RunAsync(BlockRound round, CancellationToken cancellation)
    {
        await round.RunAsync(cancellation);
        if (round.Worked is { Count: > 0 } worked) harvester?.Add(round.Index, worked);
    }
}
