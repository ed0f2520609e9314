using System.Diagnostics;
using KalePool.Domain.Accounts;

namespace KalePool.Backend.ReadModel.Rows;

/// <summary>What a shared account's events change: its own acts. What they did for each farmer is in his events.</summary>
static class AccountRows
{
    /// <exception cref="UnreachableException">Nobody has decided what this kind of event changes.</exception>
    public static IReadOnlyList<Change> Of(AccountEvent e, EventSource source) => e switch
    {
        AccountBatchSubmitted b => [new ActOpened(source.RowId("acts"), KindOf(b.Kind), source.PersistenceId, b.Act.Hash, e.At.ToUniversalTime())],
        AccountBatchSettled b => [new ActSettled(source.PersistenceId, RowStatus.Of(b.Result), e.At.ToUniversalTime())],
        AccountBatchDelivered or AccountMembersReleased => [],
        _ => throw new UnreachableException($"{e.GetType().Name} has no projection"),
    };

    static string KindOf(BatchKind kind) => kind switch
    {
        BatchKind.Harvest => "harvest_batch",
        BatchKind.Rescue => "rescue_batch",
        BatchKind.Work => "work_batch",
        BatchKind.Compensation => "compensation",
        _ => "funding",
    };
}
