using System.Globalization;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

sealed class GetEvents(IChainNode node) : IRpcMethod
{
    const int MaxFilters = 5;
    const uint DefaultLimit = 100;
    const uint MaxLimit = 10_000;

    /// <summary>Ledgers that one call looks through.</summary>
    const uint MaxScan = 10_000;

    sealed record Answer(
        IReadOnlyList<Event> Events, string Cursor, uint LatestLedger, uint OldestLedger, string LatestLedgerCloseTime, string OldestLedgerCloseTime);

    sealed record Event(
        string Type, uint Ledger, string LedgerClosedAt, string ContractId, string Id, int OperationIndex, int TransactionIndex, string TxHash, bool InSuccessfulContractCall,
        IReadOnlyList<string> Topic, string Value);

    public string Name => "getEvents";

    public object Handle(RpcParams given)
    {
        given.RequireBase64();
        var history = node.View.History;
        var filters = given.List("filters", MaxFilters).Select(EventFilter.Parse).ToList();
        var pagination = given.Object("pagination");
        var limit = pagination.OptionalUInt32("limit") ?? DefaultLimit;
        if (limit is 0 or > MaxLimit) throw RpcErrorException.Params($"pagination.limit: 1 to {MaxLimit} expected");
        var cursor = pagination.OptionalString("cursor");
        var first = First(given, cursor, history);
        var end = Math.Min(given.OptionalUInt32("endLedger") ?? uint.MaxValue, history.LatestSequence + 1);
        end = Math.Min(end, first <= uint.MaxValue - MaxScan ? first + MaxScan : uint.MaxValue);
        var found = new List<LedgerEvent>();
        for (var ledger = first; ledger < end && found.Count < limit; ledger++)
        {
            found.AddRange(LedgerEvent.Of(history.Ledgers[ledger])
                .Where(happened => cursor is null || string.CompareOrdinal(happened.Id, cursor) > 0)
                .Where(happened => filters.Count == 0 || filters.Exists(filter => filter.Matches(happened.Event)))
                .Take((int)limit - found.Count));
        }
        var last = found.Count == limit ? found[^1].Id : Toid.EventId(Toid.Of(Math.Max(first, end) - 1, Toid.AfterAllTransactions, Toid.AfterOperations), uint.MaxValue);
        return new Answer(
            [.. found.Select(ToJson)], last, history.LatestSequence, history.OldestSequence, $"{history.Latest.CloseTime}", $"{history.Oldest.CloseTime}");
    }

    static uint First(RpcParams given, string? cursor, History history)
    {
        var start = given.OptionalUInt32("startLedger");
        if (cursor is not null)
        {
            if (start is not null || given.OptionalUInt32("endLedger") is not null) throw RpcErrorException.Params("ledger ranges and cursor cannot both be set");
            return Within(LedgerOf(cursor), history);
        }
        if (start is null or 0) throw RpcErrorException.Params("startLedger: must be positive");
        Within(start.Value, history);
        if (given.OptionalUInt32("endLedger") is { } end && end <= start) throw RpcErrorException.Params("startLedger must be before endLedger");
        return start.Value;
    }

    static uint Within(uint start, History history) => start >= history.OldestSequence && start <= history.LatestSequence
        ? start
        : throw RpcErrorException.Request($"startLedger must be within the ledger range: {history.OldestSequence} - {history.LatestSequence}");

    static uint LedgerOf(string cursor)
    {
        var parts = cursor.Split('-');
        if (parts.Length == 2 && parts[0].Length == 19 && parts[1].Length == 10
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var toid) && uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return (uint)(toid >> 32);
        }
        throw RpcErrorException.Params("pagination.cursor: invalid event cursor");
    }

    static Event ToJson(LedgerEvent happened)
    {
        var body = ((ContractEventBody.V0)happened.Event.Body).Value;
        return new Event(
            happened.Event.Type == ContractEventType.System ? "system" : "contract",
            happened.Tx.Ledger,
            DateTimeOffset.FromUnixTimeSeconds((long)happened.Tx.CloseTime).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            happened.Event.ContractID is { } contract ? ContractIds.Address(contract) : "",
            happened.Id,
            happened.OperationIndex,
            happened.TransactionIndex,
            happened.Tx.Hash.ToHex(),
            happened.Tx.Succeeded,
            [.. body.Topics.Select(topic => topic.ToBase64())],
            body.Data.ToBase64());
    }
}
