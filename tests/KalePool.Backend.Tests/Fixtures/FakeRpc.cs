using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>A node whose ledger is a dictionary.</summary>
sealed class FakeRpc : IStellarRpc
{
    public string Passphrase { get; set; } = "Fake ; 2026";

    public uint Ledger { get; set; } = 1_000;

    public long CloseTime { get; set; } = 1_800_000_000;

    public Dictionary<LedgerKey, LedgerEntryData> Entries { get; } = [];

    /// <summary>The last ledger of contracts' entries; those that are not here say nothing of it.</summary>
    public Dictionary<LedgerKey, uint> LiveUntil { get; } = [];

    /// <summary>What every call throws; null for none.</summary>
    public Exception? Trouble { get; set; }

    public List<string> Sent { get; } = [];

    /// <summary>Every call by its method's name, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What becomes of a transaction: null while it is not found.</summary>
    public Func<string, GetTransactionResponse?> Found { get; set; } = _ => null;

    public Task<GetNetworkResponse> GetNetworkAsync(CancellationToken cancellationToken = default) => Answer("getNetwork", () => new GetNetworkResponse(Passphrase, 28));

    public Task<GetLatestLedgerResponse> GetLatestLedgerAsync(CancellationToken cancellationToken = default) =>
        Answer("getLatestLedger", () => new GetLatestLedgerResponse("00", 28, Ledger, CloseTime));

    public Task<GetLedgerEntriesResponse> GetLedgerEntriesAsync(GetLedgerEntriesRequest request, CancellationToken cancellationToken = default) =>
        Answer("getLedgerEntries", () => new GetLedgerEntriesResponse(Ledger, [.. request.Keys.SelectMany(Find)]));

    public Task<SendTransactionResponse> SendTransactionAsync(SendTransactionRequest request, CancellationToken cancellationToken = default) => Answer("sendTransaction", () =>
    {
        Sent.Add(request.Transaction);
        return new SendTransactionResponse(SendTransactionStatus.Pending, "00", Ledger, CloseTime);
    });

    public Task<GetTransactionResponse> GetTransactionAsync(GetTransactionRequest request, CancellationToken cancellationToken = default) =>
        Answer("getTransaction", () => Found(request.Hash) ?? new GetTransactionResponse(TransactionStatus.NotFound, Ledger, CloseTime, 1, 0));

    /// <summary>The oldest ledger whose events it knows.</summary>
    public uint Oldest { get; set; } = 1;

    public List<EventInfo> Events { get; } = [];

    public Task<GetHealthResponse> GetHealthAsync(CancellationToken cancellationToken = default) => Answer("getHealth", () => new GetHealthResponse("healthy", Ledger, Oldest, 1_000));

    public Task<GetVersionInfoResponse> GetVersionInfoAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<GetFeeStatsResponse> GetFeeStatsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<SimulateTransactionResponse> SimulateTransactionAsync(SimulateTransactionRequest request, CancellationToken cancellationToken = default) =>
        Answer("simulateTransaction", () => Simulated(request.Transaction));

    /// <summary>What a simulation says.</summary>
    public Func<string, SimulateTransactionResponse> Simulated { get; set; } = _ => new SimulateTransactionResponse(1_000, "HostError: Error(Contract, #1)");

    public Task<GetTransactionsResponse> GetTransactionsAsync(GetTransactionsRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<GetLedgersResponse> GetLedgersAsync(GetLedgersRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<GetEventsResponse> GetEventsAsync(GetEventsRequest request, CancellationToken cancellationToken = default) =>
        Answer("getEvents", () => new GetEventsResponse(Ledger, $"{(long)Ledger << 32:D19}-9999999999", Oldest, Events: Events));

    IEnumerable<LedgerEntryResult> Find(string text)
    {
        var key = XdrCodec.FromBase64<LedgerKey>(text);
        return Entries.TryGetValue(key, out var data) ? [new LedgerEntryResult(text, data.ToBase64(), Ledger, LiveUntil.TryGetValue(key, out var until) ? until : null)] : [];
    }

    Task<T> Answer<T>(string method, Func<T> answer)
    {
        lock (Calls)
        {
            Calls.Add(method);
            return Trouble is { } trouble ? Task.FromException<T>(trouble) : Task.FromResult(answer());
        }
    }
}
