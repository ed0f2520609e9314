using System.Globalization;
using KalePool.Stellar.Rpc;

namespace KalePool.Audit.Tests.Traces;

/// <summary>An RPC server over a finished chain: pages as the real one does, knows nothing else.</summary>
sealed class RecordedRpc : IStellarRpc
{
    public required string Passphrase { get; init; }

    public required uint OldestLedger { get; init; }

    public required uint LatestLedger { get; init; }

    public List<TransactionInfo> Transactions { get; init; } = [];

    public List<EventInfo> Events { get; init; } = [];

    public Dictionary<string, LedgerEntryResult> Entries { get; init; } = [];

    public Task<GetHealthResponse> GetHealthAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(new GetHealthResponse("healthy", LatestLedger, OldestLedger, 120_960));

    public Task<GetNetworkResponse> GetNetworkAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(new GetNetworkResponse(Passphrase, 28));

    public Task<GetLedgerEntriesResponse> GetLedgerEntriesAsync(GetLedgerEntriesRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GetLedgerEntriesResponse(
            LatestLedger, [.. request.Keys.Where(Entries.ContainsKey).Select(k => Entries[k])]));

    public Task<GetTransactionsResponse> GetTransactionsAsync(GetTransactionsRequest request, CancellationToken cancellationToken = default)
    {
        var after = request.Pagination?.Cursor is { } cursor ? long.Parse(cursor, CultureInfo.InvariantCulture) : ((long)request.StartLedger!.Value << 32) - 1;
        var page = Transactions.Where(t => Toid(t) > after).Take((int)(request.Pagination?.Limit ?? 50)).ToList();
        var last = page.Count > 0 ? Toid(page[^1]) : after;
        return Task.FromResult(new GetTransactionsResponse(
            LatestLedger, 0, OldestLedger, 0, last.ToString(CultureInfo.InvariantCulture), page));
    }

    public Task<GetEventsResponse> GetEventsAsync(GetEventsRequest request, CancellationToken cancellationToken = default)
    {
        var after = request.Pagination?.Cursor ?? $"{((long)request.StartLedger!.Value << 32) - 1:D19}-4294967295";
        var limit = (int)(request.Pagination?.Limit ?? 100);
        var wanted = request.Filters.SelectMany(f => f.ContractIds ?? []).ToHashSet();
        var page = Events.Where(e => string.CompareOrdinal(e.Id, after) > 0 && wanted.Contains(e.ContractId!)).Take(limit).ToList();
        var cursor = page.Count == limit ? page[^1].Id : $"{((long)(LatestLedger + 1) << 32) - 1:D19}-4294967295";
        return Task.FromResult(new GetEventsResponse(LatestLedger, cursor, OldestLedger, 0, 0, page));
    }

    public Task<GetVersionInfoResponse> GetVersionInfoAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<GetLatestLedgerResponse> GetLatestLedgerAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<GetFeeStatsResponse> GetFeeStatsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<SimulateTransactionResponse> SimulateTransactionAsync(SimulateTransactionRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<SendTransactionResponse> SendTransactionAsync(SendTransactionRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<GetTransactionResponse> GetTransactionAsync(GetTransactionRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<GetLedgersResponse> GetLedgersAsync(GetLedgersRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    static long Toid(TransactionInfo transaction) => ((long)transaction.Ledger << 32) | ((long)transaction.ApplicationOrder << 12);
}
