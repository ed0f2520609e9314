using KalePool.Devnet.Ledger;

namespace KalePool.Devnet.Rpc;

/// <summary>Where a page of ledgers or transactions begins.</summary>
static class Paging
{
    const uint DefaultLimit = 50;
    const uint MaxLimit = 200;

    public static uint Limit(RpcParams pagination)
    {
        var limit = pagination.OptionalUInt32("limit") ?? DefaultLimit;
        return limit is >= 1 and <= MaxLimit ? limit : throw RpcErrorException.Params($"pagination.limit: 1 to {MaxLimit} expected");
    }

    /// <summary>The start ledger within history; with a cursor there may be none.</summary>
    public static uint Start(RpcParams given, History history)
    {
        var start = given.OptionalUInt32("startLedger") ?? 0;
        if (start < history.OldestSequence || start > history.LatestSequence)
        {
            throw RpcErrorException.Request($"start ledger must be between the oldest ledger: {history.OldestSequence} and the latest ledger: {history.LatestSequence} for this rpc instance");
        }
        return start;
    }

    public static string? Cursor(RpcParams given)
    {
        var cursor = given.Object("pagination").OptionalString("cursor");
        if (cursor is not null && given.OptionalUInt32("startLedger") is not null) throw RpcErrorException.Params("startLedger and cursor cannot both be set");
        return cursor;
    }
}
