using System.Collections.Concurrent;
using KalePool.Contracts.Poolers;
using KalePool.Pooler.Pool;

namespace KalePool.Pooler.Tests.Running;

/// <summary>A backend in memory: answers are functions, requests are kept.</summary>
sealed class FakePool : IPoolApi
{
    public Func<uint, PlantResponse> Plant { get; set; } = _ => new(true, [], [], [], new(0, 0, 0, 0, 0));

    public Func<IReadOnlyList<HarvestBlock>, HarvestResponse> Harvest { get; set; } = _ => new(true, [], [], [], 0);

    public Func<HeartbeatRequest, HeartbeatResponse> Beat { get; set; } = beat => new(true, DateTimeOffset.UnixEpoch, beat.BlockIndex, [], [], []);

    public Func<uint, IReadOnlyList<SubmittedWork>, WorkSubmitResponse> WorkSubmit { get; set; } = (_, work) => new([.. work.Select(each => each.FarmerId)], []);

    public Func<uint, IReadOnlyList<WorkResult>, WorkCompleteResponse> WorkComplete { get; set; } = (_, results) => new(true, results.Count, 0, []);

    public ConcurrentQueue<(uint Block, IReadOnlyList<SubmittedWork> Work)> HandedOver { get; } = new();

    public ConcurrentQueue<uint> PlantsAsked { get; } = new();

    public ConcurrentQueue<(uint Block, IReadOnlyList<WorkResult> Results)> Reports { get; } = new();

    public ConcurrentQueue<IReadOnlyList<HarvestBlock>> HarvestsAsked { get; } = new();

    public Task<PlantResponse> PlantAsync(uint blockIndex, TimeSpan wait, Action<PlantedFarmer> onPlanted, CancellationToken cancellation)
    {
        PlantsAsked.Enqueue(blockIndex);
        return Answer(() => Plant(blockIndex));
    }

    public Task<WorkCompleteResponse> WorkCompleteAsync(uint blockIndex, IReadOnlyList<WorkResult> results, CancellationToken cancellation)
    {
        Reports.Enqueue((blockIndex, results));
        return Answer(() => WorkComplete(blockIndex, results));
    }

    public Task<WorkSubmitResponse> WorkSubmitAsync(uint blockIndex, IReadOnlyList<SubmittedWork> work, CancellationToken cancellation)
    {
        HandedOver.Enqueue((blockIndex, work));
        return Answer(() => WorkSubmit(blockIndex, work));
    }

    public Task<HarvestResponse> HarvestAsync(IReadOnlyList<HarvestBlock> blocks, TimeSpan wait, CancellationToken cancellation)
    {
        HarvestsAsked.Enqueue(blocks);
        return Answer(() => Harvest(blocks));
    }

    public Task<HeartbeatResponse> HeartbeatAsync(HeartbeatRequest heartbeat, CancellationToken cancellation) => Answer(() => Beat(heartbeat));

    static Task<T> Answer<T>(Func<T> answer)
    {
        try
        {
            return Task.FromResult(answer());
        }
        catch (PoolApiException e)
        {
            return Task.FromException<T>(e);
        }
    }
}
