using KalePool.Contracts.Admin;
using KalePool.Demo.Harness;
using KalePool.Demo.Run;
using KalePool.Stellar.Rpc;

namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>A pool of real processes whose requests go through crossings, so that anything can happen at any of their steps; judged by the chain.</summary>
sealed class CrashRun : IAsyncDisposable
{
    const int FarmerCount = 2;
    const int LedgerMs = 1_000;
    const int Blocks = 1;
    const int ClusterBlockSeconds = 75;

    /// <summary>Before the backend opens the next block itself, by a pail of its own that nobody works.</summary>
    const long OpenAfterSeconds = 3;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    readonly List<Crossing> _crossings = [];
    readonly Dictionary<string, Crossing> _backendsToChain = [];
    readonly StringWriter _said = new();
    readonly Demo.View.PlainView _view;
    readonly DemoRun _run;
    readonly CancellationTokenSource _stop = new(TimeSpan.FromMinutes(5));
    readonly CancellationTokenSource _over = new();
    Task? _opening;
    Crossing? _poolerToChain;
    Crossing? _poolerToBackend;

    /// <param name="directory">Of logs, database and what else is written.</param>
    /// <param name="change">May change what a process of that name is started with.</param>
    /// <param name="nodes">Of the backend; several have a PostgreSQL, and longer blocks, for others to take over.</param>
    public CrashRun(string directory, bool postgres = false, Action<string, IDictionary<string, string>>? change = null, int nodes = 1)
    {
        var seconds = nodes > 1 ? ClusterBlockSeconds : LocalPoolOptions.BlockSecondsFor(FarmerCount, LedgerMs) + 10;
        var options = new DemoOptions(FarmerCount, Blocks, 0, LedgerMs, seconds, false, Postgres: postgres || nodes > 1, Nodes: nodes, HashesPerFarmer: 300_000);
        Pool = new LocalPool(options.Pool(directory) with
        {
            KeptChain = true,
            Change = (name, settings) =>
            {
                Redirect(name, settings);
                change?.Invoke(name, settings);
            },
        });
        _view = new Demo.View.PlainView(TextWriter.Synchronized(_said));
        _run = new DemoRun(options, Pool, _view, TimeProvider.System);
    }

    public LocalPool Pool { get; }

    public CancellationToken Stop => _stop.Token;

    public IReadOnlyList<Farmer> Farmers => _run.Farmers;

    /// <summary>Until the farmers are active.</summary>
    public Task PrepareAsync() => _run.PrepareAsync(Stop);

    /// <summary>Starts the pooler and returns when somebody was hit at that step.</summary>
    /// <param name="hit">Done while the request stands still.</param>
    public async Task HitAsync(CrashPoint point, Func<Task> hit)
    {
        var crossing = point.Asker == Names.Pooler ? point.Step.StartsWith('/') ? PoolerToBackend : PoolerToChain : BackendToChain(point.Asker);
        var reached = crossing.LieInWait(point.Step, point.Nth, point.IsDone, hit);
        await Pool.StartPoolerAsync(Blocks);
        _opening ??= OpenAsync();
        await reached.WaitAsync(Patience, TimeProvider.System, Stop);
    }

    /// <summary>Starts the pooler and returns when the first of the backend's nodes that comes to that step was hit at it.</summary>
    /// <param name="hit">Done, once, while its request stands still.</param>
    public async Task<BackendNode> HitOneNodeAsync(string step, int nth, bool isDone, Func<BackendNode, Task> hit)
    {
        var first = new TaskCompletionSource<BackendNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var node in Pool.Nodes)
        {
            _ = BackendToChain(node.Name).LieInWait(step, nth, isDone, async () =>
            {
                foreach (var other in Pool.Nodes.Where(n => n != node)) BackendToChain(other.Name).Leave();
                await hit(node);
                first.TrySetResult(node);
            });
        }
        await Pool.StartPoolerAsync(Blocks);
        _opening ??= OpenAsync();
        return await first.Task.WaitAsync(Patience, TimeProvider.System, Stop);
    }

    /// <summary>SIGKILL, or to the pooler's workers one each, without a word to anybody.</summary>
    public async Task KillAsync(Victim victim)
    {
        switch (victim)
        {
            case Victim.Postgres:
                await Pool.RestartPostgresAsync(Stop);
                break;
            case Victim.Workers:
                Assert.NotEqual(0, Processes.KillChildrenOf(Pool.Child(Names.Pooler).Pid));
                break;
            default:
                await Pool.KillAsync(NameOf(victim));
                break;
        }
    }

    /// <summary>As its supervisor does. The database is back already, and workers are replaced by the pooler.</summary>
    public Task RestartAsync(Victim victim) => victim switch
    {
        Victim.Backend => Pool.StartBackendAsync(Stop),
        Victim.Pooler => Pool.StartPoolerAsync(Blocks),
        Victim.Devnet => Pool.RestartChainAsync(Stop),
        _ => Task.CompletedTask,
    };

    public static string NameOf(Victim victim) => victim switch
    {
        Victim.Backend => Names.Backend,
        Victim.Pooler => Names.Pooler,
        Victim.Devnet => Names.Devnet,
        _ => throw new ArgumentOutOfRangeException(nameof(victim), victim, "no process of ours"),
    };

    /// <summary>Until the pooler is done; then every block that was begun has to be full, and the chain has to agree with every farmer's statement.</summary>
    public async Task JudgeAsync()
    {
        await FollowAsync();
        var blocks = new List<BlockView>();
        foreach (var row in (await Pool.Api.BlocksAsync(Stop)).Blocks)
            blocks.Add(await Waiting.UntilAsync($"block {row.BlockIndex} to end", async s => await Pool.Api.BlockAsync(row.PoolerId, row.BlockIndex, s) is { Status: "completed" } block ? block : null, Patience, TimeProvider.System, Stop));
        var audit = await _run.AuditAsync(Stop);
        var where = $"{string.Join('\n', audit.Lines)}\n{_said}\nlogs in {Pool.Options.Directory}";
        Assert.True(audit.Balanced, where);
        Assert.True(blocks.Count > 0, where);
        Assert.All(blocks, block => Assert.True(block.Farmers.Count == FarmerCount && block.Farmers.All(f => (f.Plant, f.Work, f.Harvest) == (StepStatus.Success, StepStatus.Success, StepStatus.Success)), $"block {block.BlockIndex} is not full\n{where}"));
        foreach (var name in (string[])["planted", "worked", "harvested"]) Assert.True(audit.Count(name) == (long)blocks.Count * FarmerCount, $"{name}: {audit.Count(name)}\n{where}");
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        if (_opening is { } opening) await opening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Pool.DisposeAsync();
        foreach (var crossing in _crossings) await crossing.DisposeAsync();
        await _view.DisposeAsync();
        _said.Dispose();
        _stop.Dispose();
        _over.Dispose();
    }

    /// <summary>Of each node its own.</summary>
    Crossing BackendToChain(string name) => _backendsToChain.TryGetValue(name, out var crossing) ? crossing : _backendsToChain[name] = Between(Pool.Chain.RpcUrl);

    Crossing PoolerToChain => _poolerToChain ??= Between(Pool.Chain.RpcUrl);

    Crossing PoolerToBackend => _poolerToBackend ??= Between(Pool.Nodes[0].Address);

    async Task FollowAsync()
    {
        var opening = _opening ??= OpenAsync();
        var done = Pool.Child(Names.Pooler).Ended;
        await Pool.GuardAsync(Task.WhenAny(done, opening).WaitAsync(Stop));
        if (!done.IsCompleted) await opening;
        if (Pool.Died.IsCompleted) throw await Pool.Died;
    }

    /// <summary>
    /// From the pooler's first start on, or the backend would open the next block by a pail of its own, and what it sends third would not be a harvest. A pooler that was killed may have
    /// begun another block: whichever is the last, somebody has to open the one after it. Whoever does not answer now, because he was hit, is asked again.
    /// </summary>
    async Task OpenAsync()
    {
        var openers = new Dictionary<uint, BlockOpener>();
        while (!_over.IsCancellationRequested)
        {
            try
            {
                if ((await Pool.Api.BlocksAsync(_over.Token)).Blocks.Max(b => (uint?)b.BlockIndex) is { } last)
                {
                    if (!openers.TryGetValue(last, out var opener)) openers[last] = opener = new BlockOpener(Pool, TimeProvider.System, OpenAfterSeconds);
                    await opener.OpenAfterAsync(last, _over.Token);
                }
                await Task.Delay(Look, TimeProvider.System, _over.Token);
            }
            catch (Exception e) when (e is HttpRequestException or RpcException or ApiException or TimeoutException or OperationCanceledException)
            {
                await Task.WhenAny(Task.Delay(Look, TimeProvider.System, _over.Token));
            }
        }
    }

    void Redirect(string name, IDictionary<string, string> settings)
    {
        if (Pool.Nodes.Any(node => node.Name == name))
        {
            settings["RPC_URL"] = BackendToChain(name).Address.AbsoluteUri;
        }
        else if (name == Names.Pooler)
        {
            settings["RPC_URL"] = PoolerToChain.Address.AbsoluteUri;
            // Of several nodes a pooler knows all.
            if (Pool.Nodes.Count == 1) settings["BACKEND_API_URL"] = PoolerToBackend.Address.AbsoluteUri;
        }
    }

    Crossing Between(Uri server)
    {
        var crossing = new Crossing(server);
        _crossings.Add(crossing);
        return crossing;
    }
}
