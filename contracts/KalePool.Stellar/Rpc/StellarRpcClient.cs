using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KalePool.Stellar.Rpc;

/// <summary>Client of one Stellar RPC server. Safe to use from many threads; tries nothing twice.</summary>
public sealed class StellarRpcClient : IStellarRpc
{
    /// <summary>What servers take in one getLedgerEntries.</summary>
    public const int MaxKeysOfRequest = 200;

    readonly JsonRpcTransport _transport;

    /// <param name="http">Stays the caller's, who disposes of it.</param>
    /// <param name="endpoint">An absolute http or https address.</param>
    public StellarRpcClient(HttpClient http, Uri endpoint, StellarRpcOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!endpoint.IsAbsoluteUri || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
            throw new ArgumentException($"an absolute http or https address expected, not {endpoint}", nameof(endpoint));
        _transport = new JsonRpcTransport(http, endpoint, options ?? new StellarRpcOptions());
    }

    public Task<GetHealthResponse> GetHealthAsync(CancellationToken cancellationToken = default) =>
        _transport.CallAsync("getHealth", null, RpcJson.Default.GetHealthResponse, cancellationToken);

    public Task<GetNetworkResponse> GetNetworkAsync(CancellationToken cancellationToken = default) =>
        _transport.CallAsync("getNetwork", null, RpcJson.Default.GetNetworkResponse, cancellationToken);

    public Task<GetVersionInfoResponse> GetVersionInfoAsync(CancellationToken cancellationToken = default) =>
        _transport.CallAsync("getVersionInfo", null, RpcJson.Default.GetVersionInfoResponse, cancellationToken);

    public Task<GetLatestLedgerResponse> GetLatestLedgerAsync(CancellationToken cancellationToken = default) =>
        _transport.CallAsync("getLatestLedger", null, RpcJson.Default.GetLatestLedgerResponse, cancellationToken);

    public Task<GetFeeStatsResponse> GetFeeStatsAsync(CancellationToken cancellationToken = default) =>
        _transport.CallAsync("getFeeStats", null, RpcJson.Default.GetFeeStatsResponse, cancellationToken);

    public async Task<GetLedgerEntriesResponse> GetLedgerEntriesAsync(GetLedgerEntriesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        // A key that stands twice in one request makes servers fail.
        var keys = request.Keys.Distinct(StringComparer.Ordinal).ToArray();
        if (keys.Length == 0) throw new ArgumentException("no keys", nameof(request));
        var entries = new List<LedgerEntryResult>(keys.Length);
        var ledger = uint.MaxValue;
        foreach (var page in keys.Chunk(MaxKeysOfRequest))
        {
            var response = await Call("getLedgerEntries", new GetLedgerEntriesRequest(page), RpcJson.Default.GetLedgerEntriesRequest,
                RpcJson.Default.GetLedgerEntriesResponse, cancellationToken);
            RequireAsked(page, response.Entries);
            entries.AddRange(response.Entries);
            ledger = Math.Min(ledger, response.LatestLedger);
        }
        return new GetLedgerEntriesResponse(ledger, entries);
    }

    public Task<SimulateTransactionResponse> SimulateTransactionAsync(SimulateTransactionRequest request, CancellationToken cancellationToken = default) =>
        Call("simulateTransaction", request, RpcJson.Default.SimulateTransactionRequest, RpcJson.Default.SimulateTransactionResponse, cancellationToken);

    public Task<SendTransactionResponse> SendTransactionAsync(SendTransactionRequest request, CancellationToken cancellationToken = default) =>
        Call("sendTransaction", request, RpcJson.Default.SendTransactionRequest, RpcJson.Default.SendTransactionResponse, cancellationToken);

    /// <summary>An answer for another transaction would be taken for ours, so the echoed hash must be the one asked for.</summary>
    public async Task<GetTransactionResponse> GetTransactionAsync(GetTransactionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var response = await Call("getTransaction", request, RpcJson.Default.GetTransactionRequest, RpcJson.Default.GetTransactionResponse, cancellationToken);
        return response.TxHash is null || string.Equals(response.TxHash, request.Hash, StringComparison.OrdinalIgnoreCase)
            ? response
            : throw RpcException.BadContent("getTransaction", "result.txHash: another transaction's than the one asked for");
    }

    public Task<GetTransactionsResponse> GetTransactionsAsync(GetTransactionsRequest request, CancellationToken cancellationToken = default) =>
        Call("getTransactions", request, RpcJson.Default.GetTransactionsRequest, RpcJson.Default.GetTransactionsResponse, cancellationToken);

    public Task<GetLedgersResponse> GetLedgersAsync(GetLedgersRequest request, CancellationToken cancellationToken = default) =>
        Call("getLedgers", request, RpcJson.Default.GetLedgersRequest, RpcJson.Default.GetLedgersResponse, cancellationToken);

    public Task<GetEventsResponse> GetEventsAsync(GetEventsRequest request, CancellationToken cancellationToken = default) =>
        Call("getEvents", request, RpcJson.Default.GetEventsRequest, RpcJson.Default.GetEventsResponse, cancellationToken);

    Task<TResponse> Call<TRequest, TResponse>(string method, TRequest request, JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken) where TResponse : class
    {
        ArgumentNullException.ThrowIfNull(request);
        return _transport.CallAsync(method, writer => JsonSerializer.Serialize(writer, request, requestType), responseType, cancellationToken);
    }

    /// <summary>An entry nobody asked for, or two for one key, could be taken for another's.</summary>
    static void RequireAsked(string[] keys, IReadOnlyList<LedgerEntryResult> entries)
    {
        var open = keys.ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i] is null || !open.Remove(entries[i].Key))
                throw RpcException.BadContent("getLedgerEntries", $"result.entries[{i}].key: not asked for, or answered twice");
        }
    }
}
