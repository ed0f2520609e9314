namespace KalePool.Stellar.Rpc.Nodes;

/// <summary>
/// Several RPC servers as one, the first preferred: what one does not answer the next is asked, and a server that failed comes back when a probe finds
/// it well. Each answer is one server's; none is believed that is of another network or behind the newest ledger seen.
/// </summary>
public sealed class StellarRpcNodes : RpcCalls
{
    static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(10);

    /// <summary>How long the first question waits to hear from all servers how far they are.</summary>
    static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(3);

    /// <summary>Behind one address there may be servers a moment apart: then asking again is enough.</summary>
    static readonly TimeSpan BehindPause = TimeSpan.FromMilliseconds(250);
    const int Rounds = 3;

    /// <summary>JSON-RPC's codes for a request that no server would take. Not -32600: it is also said of a ledger that this server has forgotten, or not seen yet.</summary>
    static readonly int[] RequestAtFault = [-32700, -32601, -32602];

    readonly RpcNode[] _nodes;
    readonly string _passphrase;
    readonly TimeProvider _time;
    readonly Lazy<Task> _firstProbe;
    long _probedAt;

    /// <param name="servers">In order of preference, at least one.</param>
    /// <param name="passphrase">Of the network that all of them must be of.</param>
    /// <param name="told">Hears of a server by its host: why it is not used, and null when it is again.</param>
    public StellarRpcNodes(IReadOnlyList<(Uri Url, IStellarRpc Rpc)> servers, string passphrase, TimeProvider time, Action<string, string?>? told = null)
    {
        ArgumentNullException.ThrowIfNull(servers);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfZero(servers.Count);
        var highest = new HighestLedger(time);
        _nodes = [.. servers.Select((server, i) => new RpcNode(server.Url, $"{server.Url.Authority} (number {i + 1})", server.Rpc, passphrase, highest, told))];
        (_passphrase, _time, _probedAt) = (passphrase, time, time.GetTimestamp());
        _firstProbe = new Lazy<Task>(async () =>
        {
            await ProbeAllAsync().ConfigureAwait(false);
            highest.Guard();
        });
    }

    /// <summary>Those that answer first, each group in order of preference.</summary>
    public override IReadOnlyList<IStellarRpc> Nodes => Best();

    /// <summary>The server that is asked first.</summary>
    public Uri Url => Best()[0].Url;

    /// <summary>The right network's name where any server says it, else what the first says that answers.</summary>
    public override async Task<GetNetworkResponse> GetNetworkAsync(CancellationToken cancellationToken = default)
    {
        GetNetworkResponse? wrong = null;
        RpcException? failure = null;
        foreach (var node in Best())
        {
            try
            {
                var network = await node.GetNetworkAsync(cancellationToken).ConfigureAwait(false);
                if (network.Passphrase == _passphrase) return network;
                wrong ??= network;
            }
            catch (RpcException e)
            {
                failure = e;
            }
        }
        return wrong ?? throw failure!;
    }

    protected override async Task<T> AskAsync<T>(Func<IStellarRpc, Task<T>> call, CancellationToken cancellation)
    {
        await ProbeAsync(cancellation).ConfigureAwait(false);
        for (var round = 1; ; round++)
        {
            RpcException? failure = null;
            foreach (var node in Best())
            {
                try
                {
                    return await call(node).ConfigureAwait(false);
                }
                catch (RpcException e) when (e.Code is not { } code || !RequestAtFault.Contains(code))
                {
                    failure = failure is { Kind: RpcErrorKind.Behind } ? failure : e;
                }
            }
            if (failure!.Kind != RpcErrorKind.Behind || round == Rounds) throw failure;
            await Task.Delay(BehindPause, _time, cancellation).ConfigureAwait(false);
        }
    }

    RpcNode[] Best() => [.. _nodes.Where(node => !node.IsDown), .. _nodes.Where(node => node.IsDown)];

    /// <summary>The first time all are heard before anything is believed; later it goes on beside the question.</summary>
    async Task ProbeAsync(CancellationToken cancellation)
    {
        if (_nodes.Length == 1) return;
        if (!_firstProbe.Value.IsCompleted) await Task.WhenAny(_firstProbe.Value, Task.Delay(FirstProbe, _time, cancellation)).ConfigureAwait(false);
        var last = Volatile.Read(ref _probedAt);
        var now = _time.GetTimestamp();
        if (_time.GetElapsedTime(last, now) >= ProbeEvery && Interlocked.CompareExchange(ref _probedAt, now, last) == last) _ = ProbeAllAsync();
    }

    Task ProbeAllAsync() => Task.WhenAll(_nodes.Select(node => node.ProbeAsync()));
}
