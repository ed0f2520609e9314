using KalePool.Devnet.Faults;
using KalePool.Devnet.Rivals;
using KalePool.Devnet.Rpc;
using KalePool.Devnet.Settings;
using KalePool.Devnet.Storage;
using KalePool.Stellar.Keys;

namespace KalePool.Devnet.Server;

/// <summary>A running devnet: the chain behind JSON-RPC on 127.0.0.1, with friendbot and rivals.</summary>
public sealed class DevnetServer : IAsyncDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly List<Listener> _listeners = [];
    readonly List<Task> _background = [];
    readonly ChainStore? _store;
    readonly string _adminToken;
    Listener? _admin;
    bool _disposed;

    DevnetServer(Chain chain, TimeProvider time, ChainStore? store)
    {
        _store = store;
        _adminToken = chain.Settings.AdminToken ?? AdminEndpoint.NewToken();
        Chain = chain;
        for (var i = 0; i < chain.Settings.Nodes; i++) _listeners.Add(Listener.Create(chain.Settings.Port == 0 ? 0 : chain.Settings.Port + i, JsonRpcEndpoint.MaxBodyBytes));
        Network = new FaultyNetwork(chain, time, _listeners.Count, number => $"{_listeners[number - 1].Url}/friendbot", _listeners[0].App.Logger);
    }

    public Chain Chain { get; }

    /// <summary>The servers, and what goes wrong with them and the chain: nothing, until it is told to.</summary>
    public FaultyNetwork Network { get; }

    /// <summary>http://127.0.0.1:PORT of the first server.</summary>
    public string RpcUrl => _listeners[0].Url;

    /// <summary>Of all servers.</summary>
    public IReadOnlyList<string> RpcUrls => [.. _listeners.Select(listener => listener.Url)];

    /// <summary>Null: there is none.</summary>
    public string? AdminUrl => _admin?.Url;

    public string FriendbotUrl => $"{RpcUrl}/friendbot";

    /// <summary>Ends when something in the background failed, which must not happen.</summary>
    public Task Failure => Task.WhenAny(_background).Unwrap();

    /// <summary>Starts a chain and serves it.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="StateFileException">The state file cannot be used.</exception>
    /// <exception cref="FaultPlanException">The file of faults holds no plan that fits.</exception>
    public static async Task<DevnetServer> StartAsync(DevnetSettings settings, TimeProvider? time = null, CancellationToken cancel = default)
    {
        time ??= TimeProvider.System;
        var store = settings.StateFile is { } path ? ChainStore.Open(path, settings) : null;
        try
        {
            return await StartAsync(new Chain(settings, time, store), time, store, cancel);
        }
        catch
        {
            if (store is not null) await store.DisposeAsync();
            throw;
        }
    }

    /// <param name="store">The chain's file, closed with the server.</param>
    internal static async Task<DevnetServer> StartAsync(Chain chain, TimeProvider time, ChainStore? store = null, CancellationToken cancel = default)
    {
        var settings = chain.Settings;
        var server = new DevnetServer(chain, time, store);
        try
        {
            if (settings.FaultsFile is { } path) server.Network.Follow(FaultPlan.Parse(await File.ReadAllBytesAsync(path, cancel)));
            await server.ListenAsync(time, cancel);
        }
        catch
        {
            await server.CloseAsync();
            throw;
        }
        if (settings.Rivals.Count > 0) server._background.Add(new RivalFarm(chain).RunAsync(server._stop.Token));
        if (settings.LedgerMs is { } ledgerMs) server._background.Add(LedgerClock.RunAsync(() => server.Network.CloseLedger(), ledgerMs, time, server._stop.Token));
        if (server._background.Count == 0) server._background.Add(Task.Delay(Timeout.InfiniteTimeSpan, time, server._stop.Token));
        return server;
    }

    /// <summary>Closes the next ledger now; the way to move a chain whose settings have no LedgerMs.</summary>
    public ClosedLedgerSummary CloseLedger()
    {
        var closed = Chain.CloseLedger();
        return new ClosedLedgerSummary(closed.Sequence, closed.CloseTime, closed.Transactions.Count);
    }

    /// <summary>What a client must know, in the order in which the executable prints it.</summary>
    public IReadOnlyList<(string Name, string Value)> ClientSettings =>
    [
        ("RPC_URL", string.Join(",", RpcUrls)),
        ("NETWORK_PASSPHRASE", Chain.Settings.Passphrase),
        ("FRIENDBOT_URL", FriendbotUrl),
        ("KALE_CONTRACT_ID", Chain.Deployment.Contract),
        ("ROUTER_CONTRACT_ID", StrKey.Encode(StrKeyKind.Contract, Chain.RouterId.Span)),
        ("KALE_ASSET_ISSUER", StrKey.Encode(StrKeyKind.Account, Chain.Keys.Issuer.PublicKey.Span)),
        ("KALE_ASSET_CONTRACT_ID", Chain.Deployment.AssetContract),
        ("BLOCK_INTERVAL_SECONDS", $"{Chain.Settings.BlockSeconds}"),
        .. AdminUrl is { } admin ? [("ADMIN_URL", admin), ("ADMIN_TOKEN", _adminToken)] : (IEnumerable<(string, string)>)[],
    ];

    async Task ListenAsync(TimeProvider time, CancellationToken cancel)
    {
        var friendbot = new Friendbot(Chain);
        foreach (var (i, listener) in _listeners.Index())
        {
            listener.App.UseCors(cors => cors.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod());
            var endpoint = new JsonRpcEndpoint(Network.Nodes[i], time, _stop.Token);
            listener.App.MapPost("/", endpoint.HandleAsync);
            listener.App.MapMethods("/friendbot", [HttpMethods.Get, HttpMethods.Post], (HttpRequest request) => FriendbotEndpoint.HandleAsync(request, friendbot, _stop.Token)).DisableAntiforgery();
            await listener.StartAsync(cancel);
        }
        if (Chain.Settings.AdminPort is not { } port) return;
        _admin = Listener.Create(port, AdminEndpoint.MaxBodyBytes);
        AdminEndpoint.Map(_admin.App, Network, _adminToken);
        await _admin.StartAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        await CloseAsync();
        if (_store is not null) await _store.DisposeAsync();
    }

    async Task CloseAsync()
    {
        _disposed = true;
        await _stop.CancelAsync();
        foreach (var task in _background) await task.ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var listener in _listeners) await listener.DisposeAsync();
        if (_admin is not null) await _admin.DisposeAsync();
        _stop.Dispose();
    }
}

/// <param name="CloseTime">Unix seconds.</param>
public sealed record ClosedLedgerSummary(uint Sequence, ulong CloseTime, int Transactions);
