using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using KalePool.Contracts.Admin;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;

namespace KalePool.Demo.Harness;

/// <summary>
/// A backend and a pooler as real processes on free loopback ports, and a devnet where no other chain is named. Whoever dies unasked makes every wait of
/// <see cref="GuardAsync{T}"/> end with a <see cref="ProcessDiedException"/>.
/// </summary>
public sealed class LocalPool : IAsyncDisposable
{
    /// <summary>The chain starts with a block due. Rivals leave it to those who are still registering; each next one is opened by the pooler.</summary>
    const int RivalsOpenAfterSeconds = 120;

    /// <summary>Accounts of the operator's that send batches side by side.</summary>
    const int OperatorChannels = 3;

    static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);

    readonly Artifacts _artifacts = Artifacts.Find();
    readonly TimeProvider _clock = TimeProvider.System;
    readonly TaskCompletionSource<ProcessDiedException> _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ConcurrentDictionary<string, ChildProcess> _children = new();
    readonly string _adminKey = RandomNumberGenerator.GetHexString(64, lowercase: true);
    readonly string _masterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    readonly int _poolerMetricsPort = Ports.Free();
    readonly int _chainPort;
    readonly HttpClient _http = new();
    ChainSettings? _chain;
    StellarRpcClient? _rpc;
    BackendApi? _api;
    PoolerSeat? _seat;
    LocalPostgres? _postgres;
    KeyPair? _operator;
    volatile bool _poolerMayFinish;

    public LocalPool(LocalPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        Directory.CreateDirectory(options.Directory);
        Poolers = new PoolerLines();
        Nodes = BackendNode.Make(options.Nodes);
        if (options.KeptChain) _chainPort = Ports.Free();
    }

    public LocalPoolOptions Options { get; }

    /// <summary>What the pooler said on its standard output.</summary>
    public PoolerLines Poolers { get; }

    public ChainSettings Chain => _chain ?? throw new InvalidOperationException("the chain has not been started");

    /// <summary>The chain, as anybody asks it.</summary>
    public IStellarRpc Rpc => _rpc ?? throw new InvalidOperationException("the chain has not been started");

    public BackendApi Api => _api ?? throw new InvalidOperationException("the backend has not been started");

    public PoolerSeat Seat => _seat ?? throw new InvalidOperationException("no pooler has been registered");

    public string AdminKey => _adminKey;

    /// <summary>The backend's.</summary>
    public IReadOnlyList<BackendNode> Nodes { get; }

    /// <summary>Completes when a process ended that nobody asked to.</summary>
    public Task<ProcessDiedException> Died => _died.Task;

    public ChildProcess Child(string name) => _children[name];

    /// <summary>Null where it has not been started yet.</summary>
    public ChildProcess? Find(string name) => _children.GetValueOrDefault(name);

    public string LogOf(string name) => Path.Combine(Options.Directory, name + ".log");

    /// <summary>Starts the devnet and waits until it answers, or looks at the chain that was named.</summary>
    /// <exception cref="ForeignChainException">The pool cannot run on that chain.</exception>
    public async Task StartChainAsync(CancellationToken stop)
    {
        if (Options.Chain is { } foreign)
        {
            _rpc = new StellarRpcClient(_http, foreign.Rpc);
            _chain = await ChainSettings.ReadAsync(_rpc, foreign, Options.BlockSeconds, stop);
            return;
        }

        var printed = new ConcurrentDictionary<string, string>();
        await StartDevnetAsync(line =>
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at > 0) printed[line[..at].Trim()] = line[(at + 1)..].Trim();
        });
        _chain = await GuardAsync(Waiting.UntilAsync(
            "the devnet's settings", _ => Task.FromResult(ChainSettings.FromPrinted(printed)), StartPatience, _clock, stop));
        _rpc = new StellarRpcClient(_http, _chain.RpcUrl);
        await HealthyChainAsync(stop);
    }

    /// <summary>Starts the devnet again on the chain that it has kept, and waits until it answers.</summary>
    public async Task RestartChainAsync(CancellationToken stop)
    {
        await StartDevnetAsync(null);
        await HealthyChainAsync(stop);
    }

    Task<GetHealthResponse> HealthyChainAsync(CancellationToken stop) => GuardAsync(Waiting.UntilAsync("the devnet's health", async s => await Rpc.GetHealthAsync(s), StartPatience, _clock, stop));

    Task StartDevnetAsync(Action<string>? onLine) => StartAsync(
        Names.Devnet,
        [
            .. _artifacts.Devnet, "--port", Number(_chainPort), "--ledger-ms", Number(Options.LedgerMs), "--block-seconds", Number(Options.BlockSeconds),
            "--rivals", Number(Options.Rivals), "--rivals-open-after", Number(RivalsOpenAfterSeconds),
            .. Options.KeptChain ? (string[])["--state", Path.Combine(Options.Directory, "devnet.state")] : [],
            .. Options.Devnet ?? [],
        ],
        new Dictionary<string, string>(), onLine);

    /// <summary>Starts a PostgreSQL for the backend; without it the backend has an embedded database.</summary>
    /// <returns>Its address, without the password.</returns>
    public async Task<string> StartPostgresAsync(CancellationToken stop)
    {
        _postgres = await LocalPostgres.StartAsync(_clock, stop);
        _ = WatchAsync(_postgres.Process);
        return _postgres.Address;
    }

    /// <summary>SIGKILL to the database, which is started again at once.</summary>
    public async Task RestartPostgresAsync(CancellationToken stop)
    {
        var server = _postgres ?? throw new InvalidOperationException("no PostgreSQL has been started");
        await server.RestartAsync(_clock, stop);
        _ = WatchAsync(server.Process);
    }

    /// <summary>Of the backend's database, with the password.</summary>
    public string PostgresUrl => _postgres?.Url ?? throw new InvalidOperationException("no PostgreSQL has been started");

    /// <summary>Starts the backend, all its nodes at once, for the first time or again on the same database, and waits until it is ready.</summary>
    public async Task StartBackendAsync(CancellationToken stop)
    {
        _api ??= new BackendApi([.. Nodes.Select(n => n.Address)], _adminKey);
        if (Options.Router && _operator is null) await GuardAsync(FundAsync((_operator = KeyPair.Random()).Address, stop));
        await Task.WhenAll(Nodes.Select(node => StartNodeAsync(node, stop)));
    }

    /// <summary>Starts one node of the backend, for the first time or again, and waits until it is ready.</summary>
    public async Task StartNodeAsync(BackendNode node, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(node);
        var environment = new Dictionary<string, string>([.. Chain.ForClients(), .. node.ClusterSettings(Nodes)])
        {
            ["PORT"] = Number(node.Port),
            ["METRICS_PORT"] = Number(node.MetricsPort),
            ["DATABASE_URL"] = _postgres?.Url ?? "sqlite:" + Path.Combine(Options.Directory, "kalepool.db"),
            ["ADMIN_KEY"] = _adminKey,
            ["RATE_LIMIT_REQUESTS_PER_MINUTE"] = Number(1_000_000), // Everybody here is one address, and the demo asks without pause.
            ["KALEPOOL_MASTER_KEY"] = _masterKey,
        };
        if (_operator is { } @operator)
        {
            environment["ROUTER_CONTRACT_ID"] = RouterContractId;
            environment["OPERATOR_SECRET_KEY"] = @operator.Secret;
            environment["OPERATOR_CHANNELS"] = Number(OperatorChannels);
        }
        await StartAsync(node.Name, _artifacts.Backend, environment, null);
        using var api = new BackendApi([node.Address], _adminKey);
        await GuardAsync(Waiting.UntilAsync(
            $"the readiness of {node.Name}", async s => await api.ReadyAsync(s) ? this : null, StartPatience, _clock, stop));
    }

    /// <summary>Runs one of the backend's commands to its end, with the settings of its first node.</summary>
    /// <param name="change">May change those.</param>
    /// <returns>Its exit status, and all that it said.</returns>
    public async Task<(int Status, string Said)> CommandAsync(IReadOnlyList<string> arguments, CancellationToken stop, Action<IDictionary<string, string>>? change = null)
    {
        var settings = new Dictionary<string, string>(Child(Nodes[0].Name).Plan.Environment);
        change?.Invoke(settings);
        var log = LogOf("command");
        File.Delete(log);
        await using var command = await ChildProcess.StartAsync(new ProcessPlan("command", [.. _artifacts.Backend, .. arguments], settings, Options.Directory, log));
        var status = await command.Ended.WaitAsync(stop);
        return (status, await File.ReadAllTextAsync(log, stop));
    }

    string RouterContractId => Chain.RouterContractId ?? throw new InvalidOperationException("no router is known on this chain");

    /// <summary>10 000 XLM by friendbot, which answers once they are there.</summary>
    public async Task FundAsync(string address, CancellationToken stop)
    {
        using var response = await _http.GetAsync(new Uri($"{Chain.FriendbotUrl.AbsoluteUri.TrimEnd('/')}?addr={address}"), stop);
        if (response.IsSuccessStatusCode) return;
        var text = await response.Content.ReadAsStringAsync(stop);
        throw new HttpRequestException($"friendbot, {address}: {(int)response.StatusCode} {text}");
    }

    /// <summary>Makes and funds the pooler's account and registers it.</summary>
    public async Task RegisterPoolerAsync(int maxFarmers, CancellationToken stop)
    {
        var keys = KeyPair.Random();
        await GuardAsync(FundAsync(keys.Address, stop));
        var created = await GuardAsync(Api.CreatePoolerAsync(new CreatePoolerRequest("demo", keys.Address, 0m, maxFarmers), stop));
        _seat = new PoolerSeat(created.PoolerId, created.ApiKey, keys, maxFarmers);
    }

    /// <summary>Starts the pooler, for the first time or again.</summary>
    /// <param name="blocks">After how many blocks, planted, worked and harvested, it ends by itself; null: never.</param>
    public async Task StartPoolerAsync(int? blocks)
    {
        var environment = new Dictionary<string, string>(Chain.ForClients())
        {
            ["POOLER_ID"] = Seat.PoolerId.ToString("D"),
            ["POOLER_NAME"] = "demo",
            ["BACKEND_API_URL"] = string.Join(',', Nodes.Select(n => n.Address.AbsoluteUri)),
            ["BACKEND_API_KEY"] = Seat.ApiKey,
            ["POOLER_SECRET_KEY"] = Seat.Keys.Secret,
            ["MAX_FARMERS_CAPACITY"] = Number(Seat.MaxFarmers),
            ["BLOCK_POLL_INTERVAL_SECONDS"] = "1",
            // Nothing is to be earned here: the machine rests when a block's most zeros are found.
            ["HASH_BEYOND_MAX_ZEROS"] = "false",
            ["METRICS_PORT"] = Number(_poolerMetricsPort),
            // Every farmer is to be planted and worked, however busy the machine is with the rest of it.
            ["HASHING_PRIORITY"] = "low",
            ["MAX_LOAD_PERCENT"] = "100",
        };
        if (Options.Router) environment["ROUTER_CONTRACT_ID"] = RouterContractId;
        if (Options.ChannelsFor(Seat.MaxFarmers) is var channels and > 0)
        {
            environment["CHANNEL_ACCOUNTS"] = Number(channels);
            await OpenChannelsAsync(environment);
        }
        if (Options.HashesPerFarmer is { } hashes) environment["NONCE_COUNT_PER_PROCESS"] = hashes.ToString(CultureInfo.InvariantCulture);
        string[] limit = blocks is { } n ? ["--blocks", Number(n)] : [];
        _poolerMayFinish = blocks is not null;
        await StartAsync(Names.Pooler, [.. _artifacts.Pooler, "run", "--json", .. limit], environment, Poolers.Add);
    }

    /// <summary>Opens the pooler's channel accounts, as its owner would; those that are open stay as they are.</summary>
    async Task OpenChannelsAsync(IReadOnlyDictionary<string, string> environment)
    {
        await using var opening = await ChildProcess.StartAsync(
            new ProcessPlan("channels", [.. _artifacts.Pooler, "channels", "open"], environment, Options.Directory, LogOf("channels")));
        if (await opening.Ended is not 0 and var status) throw new ProcessDiedException("channels", status, Names.Meaning("channels"), opening.LastLines);
    }

    /// <summary>The task, unless a process dies first or <paramref name="task"/> fails because it did.</summary>
    /// <exception cref="ProcessDiedException">A process ended that should be running.</exception>
    public async Task<T> GuardAsync<T>(Task<T> task)
    {
        await Task.WhenAny(task, Died);
        if (!Died.IsCompleted && task.IsFaulted) await NoticeAsync();
        if (Died.IsCompleted) throw await Died;
        return await task;
    }

    /// <inheritdoc cref="GuardAsync{T}"/>
    public async Task GuardAsync(Task task) =>
        await GuardAsync(Then(task));

    /// <summary>SIGKILL to one of them, waited for. <paramref name="expected"/> false makes it look like an accident.</summary>
    public Task KillAsync(string name, bool expected = true) => Child(name).KillAsync(expected);

    /// <summary>Stops everything; whoever does not stop when asked to is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_children.Keys.Select(async name =>
        {
            if (!_children.TryRemove(name, out var child)) return;
            await child.StopAsync(StopPatience, _clock);
            await child.DisposeAsync();
        }));
        if (_postgres is not null) await _postgres.DisposeAsync();
        _postgres = null;
        _api?.Dispose();
        _http.Dispose();
    }

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    static async Task<bool> Then(Task task)
    {
        await task;
        return true;
    }

    /// <summary>A refused connection is often the first sign of a death; its own sign comes a moment later.</summary>
    async Task NoticeAsync() => await Task.WhenAny(Died, Task.Delay(TimeSpan.FromMilliseconds(500), _clock));

    async Task StartAsync(string name, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, Action<string>? onLine)
    {
        if (_children.TryRemove(name, out var before)) await before.DisposeAsync();
        var changed = new Dictionary<string, string>(environment);
        Options.Change?.Invoke(name, changed);
        var child = await ChildProcess.StartAsync(new ProcessPlan(name, command, changed, Options.Directory, LogOf(name)), onLine);
        _children[name] = child;
        _ = WatchAsync(child);
    }

    async Task WatchAsync(ChildProcess child)
    {
        var status = await child.Ended;
        var finished = child.Plan.Name == Names.Pooler && _poolerMayFinish && status == 0;
        if (!child.EndExpected && !finished)
            _died.TrySetResult(new ProcessDiedException(child.Plan.Name, status, Names.Meaning(child.Plan.Name), child.LastLines));
    }
}
