namespace KalePool.Stellar.Rpc.Nodes;

/// <summary>Every method of an RPC server through one function.</summary>
public abstract class RpcCalls : IStellarRpc
{
    public abstract IReadOnlyList<IStellarRpc> Nodes { get; }

    public Task<GetHealthResponse> GetHealthAsync(CancellationToken cancellationToken = default) =>
        AskAsync(rpc => rpc.GetHealthAsync(cancellationToken), cancellationToken);

    public virtual Task<GetNetworkResponse> GetNetworkAsync(CancellationToken cancellationToken = default) =>
        AskAsync(rpc => rpc.GetNetworkAsync(cancellationToken), cancellationToken);

    public Task<GetVersionInfoResponse> GetVersionInfoAsync(CancellationToken cancellationToken = default) =>
        AskAsync(rpc => rpc.GetVersionInfoAsync(cancellationToken), cancellationToken);

    public Task<GetLatestLedgerResponse> GetLatestLedgerAsync(CancellationToken cancellationToken = default) =>
        AskAsync(rpc => rpc.GetLatestLedgerAsync(cancellationToken), cancellationToken);

    public Task<GetFeeStatsResponse> GetFeeStatsAsync(CancellationToken cancellationToken = default) =>
        AskAsync(rpc => rpc.GetFeeStatsAsync(cancellationToken), cancellationToken);

    public Task<GetLedgerEntriesResponse> GetLedgerEntriesAsync(GetLedgerEntriesRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(rpc => rpc.GetLedgerEntriesAsync(request, cancellationToken), cancellationToken);

    public Task<SimulateTransactionResponse> SimulateTransactionAsync(SimulateTransactionRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(rpc => rpc.SimulateTransactionAsync(request, cancellationToken), cancellationToken);

    public Task<SendTransactionResponse> SendTransactionAsync(SendTransactionRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(rpc => rpc.SendTransactionAsync(request, cancellationToken), cancellationToken);

    public Task<GetTransactionResponse> GetTransactionAsync(GetTransactionRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(rpc => rpc.GetTransactionAsync(request, cancellationToken), cancellationToken);

    public Task<GetTransactionsResponse> GetTransactionsAsync(GetTransactionsRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(rpc => rpc.GetTransactionsAsync(request, cancellationToken), cancellationToken);

    public Task<GetLedgersResponse> GetLedgersAsync(GetLedgersRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(rpc => rpc.GetLedgersAsync(request, cancellationToken), cancellationToken);

    public Task<GetEventsResponse> GetEventsAsync(GetEventsRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(rpc => rpc.GetEventsAsync(request, cancellationToken), cancellationToken);

    protected abstract Task<T> AskAsync<T>(Func<IStellarRpc, Task<T>> call, CancellationToken cancellation)
        where T : class;
}
