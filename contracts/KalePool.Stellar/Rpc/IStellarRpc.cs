namespace KalePool.Stellar.Rpc;

/// <summary>
/// The methods of a Stellar RPC server. Every answer comes from one node and is true as of its own LatestLedger.
/// Every method throws <see cref="RpcException"/> for whatever is no answer, and <see cref="OperationCanceledException"/> when the caller gives up.
/// Times are unix seconds; ledgers are sequence numbers; XDR stays base64 in the records, decoded by <see cref="RpcDecoding"/>.
/// </summary>
public interface IStellarRpc
{
    /// <summary>The servers behind this, those that answer first: for who must know that two answers are of one of them.</summary>
    IReadOnlyList<IStellarRpc> Nodes => [this];

    Task<GetHealthResponse> GetHealthAsync(CancellationToken cancellationToken = default);

    Task<GetNetworkResponse> GetNetworkAsync(CancellationToken cancellationToken = default);

    Task<GetVersionInfoResponse> GetVersionInfoAsync(CancellationToken cancellationToken = default);

    Task<GetLatestLedgerResponse> GetLatestLedgerAsync(CancellationToken cancellationToken = default);

    Task<GetFeeStatsResponse> GetFeeStatsAsync(CancellationToken cancellationToken = default);

    /// <summary>Any number of keys, repeats included: each is asked for once, 200 a request.</summary>
    Task<GetLedgerEntriesResponse> GetLedgerEntriesAsync(GetLedgerEntriesRequest request, CancellationToken cancellationToken = default);

    /// <summary>A transaction the contract refuses is an answer with an <see cref="SimulateTransactionResponse.Error"/>, not an exception.</summary>
    Task<SimulateTransactionResponse> SimulateTransactionAsync(SimulateTransactionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Hands a signed envelope to the node's queue. No status, and no exception, says that it will not be applied.</summary>
    Task<SendTransactionResponse> SendTransactionAsync(SendTransactionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Found by its hash, a fee bump by the inner one's too.</summary>
    Task<GetTransactionResponse> GetTransactionAsync(GetTransactionRequest request, CancellationToken cancellationToken = default);

    Task<GetTransactionsResponse> GetTransactionsAsync(GetTransactionsRequest request, CancellationToken cancellationToken = default);

    Task<GetLedgersResponse> GetLedgersAsync(GetLedgersRequest request, CancellationToken cancellationToken = default);

    Task<GetEventsResponse> GetEventsAsync(GetEventsRequest request, CancellationToken cancellationToken = default);
}
