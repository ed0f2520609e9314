using Akka.Actor;
using KalePool.Backend.Api;
using KalePool.Contracts.Poolers;
using KalePool.Domain.Blocks;
using KalePool.Domain.Poolers;
using KalePool.Pooler.Pool;
using KalePool.Simulation.Checks;
using KalePool.Simulation.Faults;
using KalePool.Simulation.Kernel;

namespace KalePool.Simulation.Nodes;

/// <summary>
/// The pool's API as a pooler calls it, without HTTP: the same questions to the same actors, by the product's own translation of answers. A call, or its answer, may be lost;
/// a backend that is down refuses it. As the product's client does, what may be the network's fault is tried again.
/// </summary>
/// <param name="backend">The one that runs now; null where none does.</param>
sealed class SimulatedApi(Life life, Guid pooler, Func<BackendNode?> backend, FaultPlan faults, Tellings tellings, TimeSpan timeout, int capacity) : IPoolApi
{
    const int Retries = 3;
    static readonly Uri Url = new("http://backend.simulated");
    static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);
    static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public Task<PlantResponse> PlantAsync(uint blockIndex, TimeSpan wait, Action<PlantedFarmer> onPlanted, CancellationToken cancellation) => CallAsync("plant-request", async pool =>
    {
        var answer = PoolerAnswers.Plants(await BlockAsync(pool, new RequestPlants(new BlockKey(pooler, blockIndex), capacity, (int)wait.TotalMilliseconds)));
        foreach (var planted in answer.PlantedFarmers) onPlanted(planted);
        return answer;
    }, cancellation);

    public Task<WorkCompleteResponse> WorkCompleteAsync(uint blockIndex, IReadOnlyList<WorkResult> results, CancellationToken cancellation) => CallAsync("work-complete", async pool =>
    {
        var works = results.Select(WorkReports.Of).ToList();
        return PoolerAnswers.Works(await BlockAsync(pool, new ReportWorks(new BlockKey(pooler, blockIndex), works, 0)), works, 0);
    }, cancellation);

    public Task<WorkSubmitResponse> WorkSubmitAsync(uint blockIndex, IReadOnlyList<SubmittedWork> work, CancellationToken cancellation) => CallAsync("work-submit", async pool =>
    {
        var answer = await pool.AskAsync(new SubmitWorks(new BlockKey(pooler, blockIndex), [.. work.Select(w => new HandedWork(w.FarmerId, w.Nonce, w.Hash))]));
        return new WorkSubmitResponse(answer.Accepted, [.. answer.Refused.Select(r => new RejectedWork(r.FarmerId, r.Failure.Code, r.Failure.Message))]);
    }, cancellation);

    public Task<HarvestResponse> HarvestAsync(IReadOnlyList<HarvestBlock> blocks, TimeSpan wait, CancellationToken cancellation) => CallAsync("harvest-request", async pool =>
    {
        var told = new List<(IReadOnlyList<Guid>, IBlockMessage)>();
        foreach (var block in blocks)
        {
            var answer = await pool.TryAskAsync(new RequestHarvests(new BlockKey(pooler, block.BlockIndex), block.FarmerIds, (int)wait.TotalMilliseconds));
            if (answer is BlockStanding standing) tellings.Check(standing);
            told.Add((block.FarmerIds, answer));
        }
        return PoolerAnswers.Harvests(told);
    }, cancellation);

    public Task<HeartbeatResponse> HeartbeatAsync(HeartbeatRequest heartbeat, CancellationToken cancellation) => CallAsync("heartbeat", async pool =>
    {
        var standing = (PoolerStanding)await pool.AskAsync(new Beat(pooler));
        var open = new List<BlockStanding>();
        foreach (var index in standing.OpenBlocks) open.Add(await pool.BlockAsync(new BlockKey(pooler, index)));
        foreach (var block in open) tellings.Check(block);
        return new HeartbeatResponse(
            standing.IsActive, life.Time.GetUtcNow(), open.LastOrDefault()?.Block.Index ?? (standing.RecentBlocks.Count > 0 ? standing.RecentBlocks[^1] : 0),
            open.LastOrDefault() is { } newest ? PoolerAnswers.Planted(newest) : [], [.. open.Where(b => b.Farmers.Any(f => f.IsHarvestable)).Select(b => b.Block.Index)], []);
    }, cancellation, retries: 0);

    async Task<BlockStanding> BlockAsync(Pool pool, BlockCommand command)
    {
        var standing = await pool.AskAsync(command);
        tellings.Check(standing);
        return standing;
    }

    async Task<T> CallAsync<T>(string name, Func<Pool, Task<T>> serve, CancellationToken cancellation, int retries = Retries)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await TryAsync(name, serve, cancellation);
            }
            catch (PoolApiException e) when (e.Fault == PoolApiFault.Unreachable && attempt < retries)
            {
                await Task.Delay(Pause * (1 << attempt), life.Time, cancellation);
            }
        }
    }

    async Task<T> TryAsync<T>(string name, Func<Pool, Task<T>> serve, CancellationToken cancellation)
    {
        if (life.IsOver) return await Life.Never<T>();
        var fault = faults.OfCall();
        if (fault != WireFault.None) life.Log($"{name}: {fault}");
        await Task.Delay(life.World.Between(Least, Usual), life.Time, cancellation);
        if (fault == WireFault.LostBefore) throw await SilenceAsync(cancellation);
        if (backend() is not { } node) throw Unreachable("the connection is refused");
        var answer = await AnswerAsync(serve(node.Pool), cancellation);
        if (fault == WireFault.LostAfter) throw await SilenceAsync(cancellation);
        await Task.Delay(life.World.Between(Least, Usual), life.Time, cancellation);
        return answer;
    }

    /// <summary>A backend that has ended never answers; nobody hears what comes for a pooler who has.</summary>
    async Task<T> AnswerAsync<T>(Task<T> serving, CancellationToken cancellation)
    {
        try
        {
            var answer = await serving.WaitAsync(timeout, life.Time, cancellation);
            return life.IsOver ? await Life.Never<T>() : answer;
        }
        catch (Exception) when (life.IsOver)
        {
            return await Life.Never<T>();
        }
        catch (Exception e) when (e is TimeoutException or AskTimeoutException)
        {
            throw Unreachable("no answer in time");
        }
        catch (ApiException e)
        {
            throw new PoolApiException(e.Status >= 500 ? PoolApiFault.Unreachable : PoolApiFault.Refused, Url, e.Message, e.Code);
        }
    }

    async Task<PoolApiException> SilenceAsync(CancellationToken cancellation)
    {
        await Task.Delay(timeout, life.Time, cancellation);
        return Unreachable("no answer in time");
    }

    static PoolApiException Unreachable(string why) => new(PoolApiFault.Unreachable, Url, why);
}
