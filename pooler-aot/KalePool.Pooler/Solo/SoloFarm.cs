using KalePool.Contracts.Errors;
using KalePool.Contracts.Poolers;
using KalePool.Kale;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Submission;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Solo;

/// <summary>One's own accounts in the place of a backend: plants and harvests for them when the rounds ask. What the chain shows is what counts.</summary>
/// <remarks>Rounds hash, time and submit works as they do for a pool.</remarks>
sealed class SoloFarm : IPoolApi, IAsyncDisposable
{
    /// <summary>A day's: as long as a pail lives on mainnet.</summary>
    const uint BlocksLookedBack = 300;

    /// <summary>Tries that failed by the contract's word, after which a block is given up: each costs its fee.</summary>
    const int MostTries = 3;

    static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(10);

    /// <summary>Keys of one question to a server.</summary>
    const int MostKeys = 200;

    readonly IReadOnlyList<SoloAccount> _accounts;
    readonly ChainReader _reader;
    readonly IStellarRpc _rpc;
    readonly TimeSpan _interval;
    readonly Network _network;
    readonly FarmActLog _log;
    readonly AccountTurns _turns;
    readonly TimeProvider _time;
    readonly CancellationTokenSource _ending = new();
    readonly Lock _lock = new();
    readonly Dictionary<(string Wallet, uint Block, string Kind), Task<FarmActResult>> _running = [];
    readonly Dictionary<(string Wallet, uint Block, string Kind), (int Tries, FarmActResult Last)> _failed = [];
    readonly SemaphoreSlim _starting = new(1);
    FarmActs? _acts;
    Task _resumed = Task.CompletedTask;
    ChainView? _view;
    Dictionary<uint, DateTimeOffset>? _harvestable;

    public SoloFarm(
        IReadOnlyList<SoloAccount> accounts, IStellarRpc rpc, Contracts.Settings.NetworkSettings network, PoolerJournal journal, AccountTurns turns, TimeProvider time)
    {
        (_accounts, _rpc, _turns, _time, _interval) = (accounts, rpc, turns, time, network.BlockInterval);
        _network = new(network.Passphrase);
        _reader = new(rpc, StrKey.Decode(StrKeyKind.Contract, network.KaleContractId), time);
        _log = new(journal);
    }

    /// <summary>Takes up what an earlier run has sent; returns when nothing of it is open.</summary>
    /// <exception cref="RpcException">No answer.</exception>
    public async Task ResumeAsync(CancellationToken cancellation)
    {
        await StartAsync(cancellation);
        await _resumed.WaitAsync(cancellation);
    }

    public Task<PlantResponse> PlantAsync(uint blockIndex, TimeSpan wait, Action<PlantedFarmer> onPlanted, CancellationToken cancellation) => AskAsync(async () =>
    {
        var (acts, view) = await LookAsync(cancellation);
        if (blockIndex < view.Index) throw Refused(ErrorCode.BlockClosed, $"block {blockIndex} is over");
        var opens = blockIndex > view.Index && view.Opened is { } opened ? (opened + _interval).ToUnixTimeSeconds() : 0;
        var tries = _accounts.ToDictionary(account => account.Address, account => TryAsync(
            account, blockIndex, FarmActSubmitted.Plant, () => acts.PlantAsync(account, blockIndex, opens, _ending.Token)));
        await WaitAsync(tries.Values, wait, cancellation);
        var (planted, failed, pending) = (new List<PlantedFarmer>(), new List<FailedPlant>(), new List<PendingPlant>());
        foreach (var account in _accounts)
        {
            if (ResultOf(account, blockIndex, FarmActSubmitted.Plant, tries[account.Address]) is not { } result) pending.Add(new(account.Id));
            else if (result.IsDone) planted.Add(PlantedIn(account, blockIndex));
            else failed.Add(new(account.Id, result.Code ?? ErrorCode.Conflict, $"{account.Address}: {result.Message}", "farmer"));
        }
        foreach (var each in planted) onPlanted(each);
        return new PlantResponse(true, planted, failed, pending, new(_accounts.Count, planted.Count, failed.Count, pending.Count, planted.Sum(each => each.StakeAmount)));
    }, cancellation);

    public Task<WorkCompleteResponse> WorkCompleteAsync(uint blockIndex, IReadOnlyList<WorkResult> results, CancellationToken cancellation) =>
        Task.FromResult(new WorkCompleteResponse(true, results.Count, 0, [.. results.Where(result => result.Status == WorkStatus.Success).Select(result => result.FarmerId)]));

    public Task<WorkSubmitResponse> WorkSubmitAsync(uint blockIndex, IReadOnlyList<SubmittedWork> work, CancellationToken cancellation) =>
        throw Refused(ErrorCode.Conflict, "without a backend works are submitted by this pooler");

    public Task<HarvestResponse> HarvestAsync(IReadOnlyList<HarvestBlock> blocks, TimeSpan wait, CancellationToken cancellation) => AskAsync(async () =>
    {
        var (acts, view) = await LookAsync(cancellation);
        var tries = new List<(uint Block, SoloAccount Account, Task<FarmActResult> Try)>();
        var (done, failed, pending) = (new List<HarvestResult>(), new List<FailedHarvest>(), new List<PendingHarvest>());
        foreach (var block in blocks)
        {
            var (_, pails) = await _reader.ReadPailsAsync(block.BlockIndex, [.. _accounts.Select(account => account.Address)], cancellation);
            foreach (var account in _accounts.Where(account => block.FarmerIds.Count == 0 ? pails.GetValueOrDefault(account.Address) is { IsWorked: true } : block.FarmerIds.Contains(account.Id)))
                if (block.BlockIndex >= view.Index) failed.Add(new(block.BlockIndex, account.Id, ErrorCode.NotReady, "the block is not over", "network"));
                else tries.Add((block.BlockIndex, account, TryAsync(account, block.BlockIndex, FarmActSubmitted.Harvest, () => acts.HarvestAsync(account, block.BlockIndex, _ending.Token))));
        }
        await WaitAsync(tries.Select(each => each.Try), wait, cancellation);
        foreach (var (block, account, run) in tries)
        {
            if (ResultOf(account, block, FarmActSubmitted.Harvest, run) is not { } result) pending.Add(new(block, account.Id));
            else if (!result.IsDone) failed.Add(new(block, account.Id, result.Code ?? ErrorCode.Conflict, $"{account.Address}: {result.Message}", "farmer"));
            else if (_log.Find(account.Address, block, FarmActSubmitted.Harvest) is var (act, settled)) done.Add(new(block, account.Id, settled.Reward, act.TxHash));
            else done.Add(new(block, account.Id, 0, "")); // by somebody else, for the farmer all the same
        }
        Remember(blocks, failed);
        return new HarvestResponse(true, done, failed, pending, done.Sum(each => each.RewardAmount));
    }, cancellation);

    public Task<HeartbeatResponse> HeartbeatAsync(HeartbeatRequest heartbeat, CancellationToken cancellation) => AskAsync(async () =>
    {
        var (_, view) = await LookAsync(cancellation);
        var (_, pails) = await _reader.ReadPailsAsync(view.Index, [.. _accounts.Select(account => account.Address)], cancellation);
        _harvestable ??= await RipeAsync(view, cancellation);
        uint[] ripe;
        lock (_lock) ripe = [.. _harvestable.Where(each => each.Value <= _time.GetUtcNow()).Select(each => each.Key).Order()];
        return new HeartbeatResponse(
            true, _time.GetUtcNow(), view.Index, [.. _accounts.Where(account => pails.ContainsKey(account.Address)).Select(account => PlantedIn(account, view.Index))], ripe, []);
    }, cancellation);

    /// <summary>Stops; what is under way is in the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Task[] running;
        lock (_lock) running = [.. _running.Values, _resumed];
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    /// <summary>A block of which a harvest has failed is asked for again later, as often as its pails live; the others have been asked for and need no reminder.</summary>
    void Remember(IReadOnlyList<HarvestBlock> asked, IReadOnlyList<FailedHarvest> failed)
    {
        var again = failed.Where(each => each.Error != ErrorCode.NotReady).Select(each => each.BlockIndex).ToHashSet();
        lock (_lock)
        {
            if (_harvestable is null) return; // everything ripe is looked for at the first heartbeat
            foreach (var block in asked.Select(block => block.BlockIndex))
            {
                _harvestable.Remove(block);
                if (!again.Contains(block)) continue;
                _harvestable[block] = _time.GetUtcNow() + AfterFailure;
                foreach (var account in _accounts) _failed.Remove((account.Address, block, FarmActSubmitted.Harvest));
            }
        }
    }

    /// <summary>Blocks of which a worked pail is still alive, whoever worked it.</summary>
    async Task<Dictionary<uint, DateTimeOffset>> RipeAsync(ChainView view, CancellationToken cancellation)
    {
        var ripe = new Dictionary<uint, DateTimeOffset>();
        var first = view.Index > BlocksLookedBack ? view.Index - BlocksLookedBack : 0;
        var keys = Enumerable.Range((int)first, (int)(view.Index - first))
            .SelectMany(block => _accounts.Select(account => (Block: (uint)block, Key: KaleKeys.Pail(_reader.ContractId, account.Farmer, (uint)block)))).ToArray();
        foreach (var some in keys.Chunk(MostKeys))
        {
            var snapshot = await _rpc.ReadEntriesAsync([.. some.Select(each => each.Key)], cancellation);
            foreach (var (block, key) in some)
                if (snapshot.Find(key) is { } pail && KaleCodec.DecodePail(pail).IsWorked) ripe[block] = default;
        }
        return ripe;
    }

    async Task<(FarmActs Acts, ChainView View)> LookAsync(CancellationToken cancellation)
    {
        var acts = await StartAsync(cancellation);
        await _starting.WaitAsync(cancellation);
        try
        {
            _view = await _reader.ReadAsync(_view, ChainClock.Start(), cancellation);
            await ForgetAsync(_view.Index);
            return (acts, _view);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Old tries; and what has ended by anything but the chain's silence ends the run: what cannot be written down must not be sent.</summary>
    async Task ForgetAsync(uint present)
    {
        Task[] broken;
        lock (_lock)
        {
            broken = [.. _running.Values.Prepend(_resumed).Where(task => task is { IsFaulted: true, Exception.InnerException: not (RpcException or KaleFormatException) })];
            foreach (var key in _running.Keys.Concat(_failed.Keys).Where(key => key.Block + BlocksLookedBack < present).ToArray())
                if (!_running.TryGetValue(key, out var running) || running.IsCompleted)
                {
                    _running.Remove(key);
                    _failed.Remove(key);
                }
        }
        foreach (var task in broken) await task;
    }

    async Task<FarmActs> StartAsync(CancellationToken cancellation)
    {
        await _starting.WaitAsync(cancellation);
        try
        {
            if (_acts is { } known) return known;
            var deployment = await _reader.ReadDeploymentAsync(cancellation);
            _view = await _reader.ReadAsync(_view, ChainClock.Start(), cancellation);
            // Half a ledger: an act is seen soon after the ledger that holds it.
            var chain = new RpcActChain(_rpc, stop => Task.Delay(Shorter(_view.Clock.LedgerTime / 2, TimeSpan.FromSeconds(2)), _time, stop));
            _acts = new(_rpc, deployment, new(deployment, _network), _log, new(_rpc, _time), new(chain), _turns, () => _view.Clock, _time);
            _resumed = _acts.ResumeAsync(_ending.Token);
            return _acts;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>The try under way, or a new one; none after the contract has said no often enough.</summary>
    Task<FarmActResult> TryAsync(SoloAccount account, uint block, string kind, Func<Task<FarmActResult>> act)
    {
        lock (_lock)
        {
            var key = (account.Address, block, kind);
            if (_running.TryGetValue(key, out var running) && !running.IsCompleted) return running;
            if (_failed.GetValueOrDefault(key) is { Tries: >= MostTries, Last: var last }) return Task.FromResult(last with { Code = last.Code ?? ErrorCode.Conflict });
            return _running[key] = act();
        }
    }

    /// <summary>Null while it is not decided.</summary>
    FarmActResult? ResultOf(SoloAccount account, uint block, string kind, Task<FarmActResult> run)
    {
        if (!run.IsCompletedSuccessfully) return null;
        var result = run.GetAwaiter().GetResult();
        if (result.IsDone || result.Code is not null) return result;
        lock (_lock)
        {
            var key = (account.Address, block, kind);
            var tries = _failed.GetValueOrDefault(key).Tries + 1;
            _failed[key] = (tries, result);
            return tries >= MostTries ? result with { Code = ErrorCode.Conflict } : null;
        }
    }

    PlantedFarmer PlantedIn(SoloAccount account, uint block) => _log.Find(account.Address, block, FarmActSubmitted.Plant) is var (act, _)
        ? new(account.Id, account.Address, act.Stake, act.TxHash)
        : new(account.Id, account.Address, account.Stake, "");

    async Task WaitAsync(IEnumerable<Task> tries, TimeSpan wait, CancellationToken cancellation)
    {
        using var alarm = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Task.WhenAll(tries), Task.Delay(wait, _time, alarm.Token));
        await alarm.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    static async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is RpcException or KaleFormatException && !cancellation.IsCancellationRequested)
        {
            throw new PoolApiException(PoolApiFault.Unreachable, Here, e.Message, null, e);
        }
    }

    static Uri Here { get; } = new("solo:own-accounts");

    static PoolApiException Refused(string code, string message) => new(PoolApiFault.Refused, Here, message, code);

    static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
