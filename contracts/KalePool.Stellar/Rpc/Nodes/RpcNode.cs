namespace KalePool.Stellar.Rpc.Nodes;

/// <summary>
/// One server of several. It is asked nothing but its network's name until that is right, and what it says of the chain's state counts only where no
/// newer ledger was known when it was asked.
/// </summary>
/// <param name="name">For logs: an address may hold a key, so only its host is named.</param>
/// <param name="told">Hears why the server is not used, and null when it is again.</param>
sealed class RpcNode(Uri url, string name, IStellarRpc rpc, string passphrase, HighestLedger highest, Action<string, string?>? told) : RpcCalls
{
    /// <summary>Servers run a ledger or two apart; one that is farther behind stands still.</summary>
    const uint UsualLag = 2;

    volatile bool _isAdmitted;
    string? _trouble;

    public Uri Url => url;

    public override IReadOnlyList<IStellarRpc> Nodes => [this];

    public bool IsDown => Volatile.Read(ref _trouble) is not null;

    public override string ToString() => name;

    /// <summary>Whether it answers again, for the right network, and how far it is. Never throws for what the server does.</summary>
    public async Task ProbeAsync()
    {
        if (IsDown) _isAdmitted = false;
        try
        {
            await GetLatestLedgerAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (RpcException)
        {
            // Noted where it was thrown.
        }
    }

    protected override async Task<T> AskAsync<T>(Func<IStellarRpc, Task<T>> call, CancellationToken cancellation)
    {
        var known = highest.Value;
        try
        {
            if (!_isAdmitted && typeof(T) != typeof(GetNetworkResponse)) await AdmitAsync(cancellation).ConfigureAwait(false);
            var answer = await call(rpc).ConfigureAwait(false);
            if (StateLedgerOf(answer) is not { } ledger) return answer;
            if (!highest.See(ledger)) throw RpcException.BadContent(MethodOf(answer), $"ledger {ledger} cannot be yet, the newest known is {highest.Value}");
            if (ledger < known) throw RpcException.Behind(MethodOf(answer), ledger, known);
            Note(null);
            return answer;
        }
        catch (RpcException e)
        {
            if (e.Kind is not (RpcErrorKind.JsonRpcError or RpcErrorKind.Behind)) Note(e.Message);
            if (e is { Kind: RpcErrorKind.Behind, Lag: > UsualLag }) Note(e.Message);
            throw;
        }
    }

    async Task AdmitAsync(CancellationToken cancellation)
    {
        var network = await rpc.GetNetworkAsync(cancellation).ConfigureAwait(false);
        if (network.Passphrase != passphrase) throw RpcException.WrongNetwork("getNetwork", network.Passphrase, passphrase);
        _isAdmitted = true;
    }

    void Note(string? trouble)
    {
        var before = Interlocked.Exchange(ref _trouble, trouble);
        if (before is null != trouble is null) told?.Invoke(name, trouble);
    }

    /// <summary>The ledger whose state an answer shows; null for what is true whichever ledger the server is at: a transaction that was applied.</summary>
    static uint? StateLedgerOf(object answer) => answer switch
    {
        GetLatestLedgerResponse latest => latest.Sequence,
        GetLedgerEntriesResponse entries => entries.LatestLedger,
        SimulateTransactionResponse simulated => simulated.LatestLedger,
        SendTransactionResponse sent => sent.LatestLedger,
        GetTransactionResponse { Status: TransactionStatus.NotFound } missing => missing.LatestLedger,
        GetTransactionsResponse transactions => transactions.LatestLedger,
        GetEventsResponse events => events.LatestLedger,
        GetLedgersResponse ledgers => ledgers.LatestLedger,
        _ => null,
    };

    static string MethodOf(object answer) => answer.GetType().Name.Replace("Response", "", StringComparison.Ordinal);
}
