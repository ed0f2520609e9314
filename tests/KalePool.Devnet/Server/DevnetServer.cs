using System.Net;
using KalePool.Devnet.Rivals;
using KalePool.Devnet.Rpc;
using KalePool.Devnet.Settings;
using KalePool.Devnet.Storage;
using KalePool.Stellar.Keys;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace KalePool.Devnet.Server;

/// <summary>A running devnet: the chain behind JSON-RPC on 127.0.0.1, with friendbot and rivals.</summary>
public sealed class DevnetServer : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly CancellationTokenSource _stop = new();
    readonly List<Task> _background = [];
    readonly ChainStore? _store;
    bool _disposed;

    DevnetServer(WebApplication app, Chain chain, ChainStore? store)
    {
        _app = app;
        _store = store;
        Chain = chain;
    }

    public Chain Chain { get; }

    /// <summary>http://127.0.0.1:PORT</summary>
    public string RpcUrl { get; private set; } = "";

    public string FriendbotUrl => $"{RpcUrl}/friendbot";

    /// <summary>Ends when something in the background failed, which must not happen.</summary>
    public Task Failure => Task.WhenAny(_background).Unwrap();

    /// <summary>Starts a chain and serves it.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="StateFileException">The state file cannot be used.</exception>
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
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, settings.Port);
            kestrel.Limits.MaxRequestBodySize = JsonRpcEndpoint.MaxBodyBytes;
        });
        builder.Services.AddCors();
        var app = builder.Build();
        var server = new DevnetServer(app, chain, store);
        server.Map();
        await app.StartAsync(cancel);
        server.RpcUrl = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        if (settings.Rivals.Count > 0) server._background.Add(new RivalFarm(chain).RunAsync(server._stop.Token));
        if (settings.LedgerMs is { } ledgerMs) server._background.Add(LedgerClock.RunAsync(chain, ledgerMs, time, server._stop.Token));
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
        ("RPC_URL", RpcUrl),
        ("NETWORK_PASSPHRASE", Chain.Settings.Passphrase),
        ("FRIENDBOT_URL", FriendbotUrl),
        ("KALE_CONTRACT_ID", Chain.Deployment.Contract),
        ("ROUTER_CONTRACT_ID", StrKey.Encode(StrKeyKind.Contract, Chain.RouterId.Span)),
        ("KALE_ASSET_ISSUER", StrKey.Encode(StrKeyKind.Account, Chain.Keys.Issuer.PublicKey.Span)),
        ("KALE_ASSET_CONTRACT_ID", Chain.Deployment.AssetContract),
        ("BLOCK_INTERVAL_SECONDS", $"{Chain.Settings.BlockSeconds}"),
    ];

    void Map()
    {
        _app.UseCors(cors => cors.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod());
        var endpoint = new JsonRpcEndpoint(JsonRpcDispatcher.Of(Chain, () => FriendbotUrl, _app.Logger));
        _app.MapPost("/", endpoint.HandleAsync);
        var friendbot = new Friendbot(Chain);
        _app.MapMethods("/friendbot", [HttpMethods.Get, HttpMethods.Post], (HttpRequest request) => FriendbotEndpoint.HandleAsync(request, friendbot, _stop.Token)).DisableAntiforgery();
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _stop.CancelAsync();
        foreach (var task in _background) await task.ContinueWith(_ => { }, TaskScheduler.Default);
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_store is not null) await _store.DisposeAsync();
        _stop.Dispose();
    }
}

/// <param name="CloseTime">Unix seconds.</param>
public sealed record ClosedLedgerSummary(uint Sequence, ulong CloseTime, int Transactions);
