using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Chain;

/// <summary>Several RPC servers as one: a call that brings no answer is made at the next one, which is then asked first. Each answer is still one server's.</summary>
sealed class FailoverRpc(IReadOnlyList<(Uri Url, IStellarRpc Rpc)> servers) : IStellarRpc
{
    int _preferred;

    /// <summary>The server that is asked first.</summary>
    public Uri Url => servers[Volatile.Read(ref _preferred)].Url;

    public Task<GetHealthResponse> GetHealthAsync(CancellationToken cancellationToken = default) => Ask(rpc => rpc.GetHealthAsync(cancellationToken));

    public Task<GetNetworkResponse> GetNetworkAsync(CancellationToken cancellationToken = default) => Ask(rpc => rpc.GetNetworkAsync(cancellationToken));

    public Task<GetVersionInfoResponse> GetVersionInfoAsync(CancellationToken cancellationToken = default) => Ask(rpc => rpc.GetVersionInfoAsync(cancellationToken));

    public Task<GetLatestLedgerResponse> GetLatestLedgerAsync(CancellationToken cancellationToken = default) => Ask(rpc => rpc.GetLatestLedgerAsync(cancellationToken));

    public Task<GetFeeStatsResponse> GetFeeStatsAsync(CancellationToken cancellationToken = default) => Ask(rpc => rpc.GetFeeStatsAsync(cancellationToken));

    public Task<GetLedgerEntriesResponse> GetLedgerEntriesAsync(GetLedgerEntriesRequest request, CancellationToken cancellationToken = default) =>
        Ask(rpc => rpc.GetLedgerEntriesAsync(request, cancellationToken));

    public Task<SimulateTransactionResponse> SimulateTransactionAsync(SimulateTransactionRequest request, CancellationToken cancellationToken = default) =>
        Ask(rpc => rpc.SimulateTransactionAsync(request, cancellationToken));

    public Task<SendTransactionResponse> SendTransactionAsync(SendTransactionRequest request, CancellationToken cancellationToken = default) =>
        Ask(rpc => rpc.SendTransactionAsync(request, cancellationToken));

    public Task<GetTransactionResponse> GetTransactionAsync(GetTransactionRequest request, CancellationToken cancellationToken = default) =>
        Ask(rpc => rpc.GetTransactionAsync(request, cancellationToken));

    public Task<GetTransactionsResponse> GetTransactionsAsync(GetTransactionsRequest request, CancellationToken cancellationToken = default) =>
        Ask(rpc => rpc.GetTransactionsAsync(request, cancellationToken));

    public Task<GetLedgersResponse> GetLedgersAsync(GetLedgersRequest request, CancellationToken cancellationToken = default) =>
        Ask(rpc => rpc.GetLedgersAsync(request, cancellationToken));

    public Task<GetEventsResponse> GetEventsAsync(GetEventsRequest request, CancellationToken cancellationToken = default) =>
        Ask(rpc => rpc.GetEventsAsync(request, cancellationToken));

    async Task<T> Ask<T>(Func<IStellarRpc, Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            var preferred = Volatile.Read(ref _preferred);
            try
            {
                return await call(servers[preferred].Rpc);
            }
            catch (RpcException e) when (e.Kind != RpcErrorKind.JsonRpcError && attempt < servers.Count)
            {
                Interlocked.CompareExchange(ref _preferred, (preferred + 1) % servers.Count, preferred);
            }
        }
    }
}
