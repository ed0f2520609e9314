using System.Collections.Concurrent;
using System.Net;
using KalePool.Contracts.Farmers;
using KalePool.Contracts.Poolers;
using KalePool.Demo.Harness;
using KalePool.Demo.Run;

namespace KalePool.EndToEnd.Tests;

/// <summary>
/// Farmers who change their stake and a pooler who asks for one block's plants, over and over, at each node in turn. What gets no answer is sent again;
/// what was answered must be so ever after, whoever is asked.
/// </summary>
sealed class RequestStream : IAsyncDisposable
{
    readonly LocalPool _pool;
    readonly IReadOnlyList<BackendApi> _nodes;
    readonly CancellationTokenSource _end = new();
    readonly ConcurrentQueue<string> _lost = new();
    readonly ConcurrentDictionary<Guid, string> _planted = new();
    readonly Task _running;
    int _answered;
    int _repeated;
    int _turn;

    public RequestStream(LocalPool pool, IReadOnlyList<Farmer> farmers)
    {
        _pool = pool;
        _nodes = [.. pool.Nodes.Select(n => new BackendApi([n.Address], pool.AdminKey))];
        _running = Task.WhenAll([PlantAsync(), .. farmers.Select(StakeAsync)]);
    }

    public int Answered => Volatile.Read(ref _answered);

    public int Repeated => Volatile.Read(ref _repeated);

    /// <summary>Farmers of whom an answer said that they are planted.</summary>
    public int Planted => _planted.Count;

    /// <summary>What was answered and is not so.</summary>
    public IReadOnlyCollection<string> Lost => _lost;

    /// <summary>Completes when so many more commands were answered; fails when the stream has.</summary>
    public async Task AnsweredAsync(int more, CancellationToken stop)
    {
        var until = Answered + more;
        while (Answered < until)
        {
            if (_running.IsFaulted) await _running;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, stop);
        }
    }

    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var node in _nodes) node.Dispose();
        _end.Dispose();
    }

    /// <summary>Each time another percentage; then any node shows it.</summary>
    async Task StakeAsync(Farmer farmer)
    {
        for (var n = 1; !_end.IsCancellationRequested; n++)
        {
            var stake = n % 10_000 / 10_000m;
            var changed = await AskAsync((node, stop) => node.ChangeAsync(farmer.Id, farmer.Token, new ChangeFarmerRequest(stake), stop));
            Interlocked.Increment(ref _answered);
            var seen = await AskAsync((node, stop) => node.FarmerAsync(farmer.Id, stop));
            if (changed.StakePercentage != stake || seen.StakePercentage != stake) _lost.Enqueue($"{farmer.Id}: {stake} was asked for, {changed.StakePercentage} answered, {seen.StakePercentage} shown");
        }
    }

    /// <summary>The block that is open for planting, and never another: a plant that was answered keeps its transaction.</summary>
    async Task PlantAsync()
    {
        var farm = await FarmGlance.ReadAsync(_pool.Rpc, _pool.Chain, [], 0, CancellationToken.None);
        var block = farm.SecondsLeft > 0 ? farm.Index : farm.Index + 1;
        while (!_end.IsCancellationRequested)
        {
            var request = new PlantRequest(block, _pool.Seat.PoolerId, _pool.Seat.MaxFarmers, TimeProvider.System.GetUtcNow());
            var answer = await AskAsync((node, stop) => node.PlantAsync(request, _pool.Seat.ApiKey, stop));
            Interlocked.Increment(ref _answered);
            foreach (var farmer in answer.PlantedFarmers)
            {
                if (_planted.GetOrAdd(farmer.FarmerId, farmer.PlantTxHash) is var first && first != farmer.PlantTxHash) _lost.Enqueue($"{farmer.FarmerId}: planted by {first}, then by {farmer.PlantTxHash}");
            }
            foreach (var missing in _planted.Keys.Except(answer.PlantedFarmers.Select(f => f.FarmerId))) _lost.Enqueue($"{missing}: was planted, is not any more");
        }
    }

    /// <summary>Until somebody answers; refused connections, cut ones and "not now" are no answers.</summary>
    async Task<T> AskAsync<T>(Func<BackendApi, CancellationToken, Task<T>> ask)
    {
        while (true)
        {
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
            var node = _nodes[(int)((uint)Interlocked.Increment(ref _turn) % (uint)_nodes.Count)];
            try
            {
                return await ask(node, late.Token);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or ApiException { Status: HttpStatusCode.ServiceUnavailable })
            {
                Interlocked.Increment(ref _repeated);
            }
        }
    }
}
