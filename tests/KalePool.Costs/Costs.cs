namespace KalePool.Costs;

/// <summary>What happened between two blocks' beginnings.</summary>
/// <param name="IsFull">Whether every farmer was planted, worked and harvested in every block.</param>
sealed record Costs(Snapshot First, Snapshot Last, IReadOnlyList<TransactionCost> Transactions, bool IsFull)
{
    public static IReadOnlyDictionary<string, long> Calls(ServerCalls first, ServerCalls last) =>
        last.Calls.ToDictionary(call => call.Key, call => call.Value - first.Calls.GetValueOrDefault(call.Key)).Where(call => call.Value > 0).OrderByDescending(call => call.Value).ToDictionary();

    public IReadOnlyDictionary<string, JournalCount> Journal => Last.Journal
        .ToDictionary(kind => kind.Key, kind => First.Journal.GetValueOrDefault(kind.Key) is { } before ? new JournalCount(kind.Value.Events - before.Events, kind.Value.Bytes - before.Bytes) : kind.Value);
}
