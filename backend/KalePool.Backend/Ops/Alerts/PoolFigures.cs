using System.Globalization;
using KalePool.Backend.ReadModel.Queries;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>What the read model shows that somebody must be told of.</summary>
sealed class PoolFigures(AlertBoard board, ReadModelReader reader, TimeProvider time)
{
    /// <summary>Of the acts of the last hour.</summary>
    public const int MostFailingPercent = 5;

    /// <summary>Below it one failure would be a large part.</summary>
    const int LeastCalls = 20;

    static readonly TimeSpan Window = TimeSpan.FromHours(1);
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <param name="farmIndex">Of the newest block; null where the chain has not been read.</param>
    public async Task LookAsync(uint? farmIndex, CancellationToken cancellation)
    {
        await LookAtCallsAsync(cancellation);
        await CountAsync(AlertCode.CompensationOpen, "SELECT COUNT(*) FROM pooler_compensations WHERE NOT is_paid", "compensations are not paid yet: GET /api/v1/admin/compensations?open=true", cancellation);
        await CountAsync(AlertCode.OutcomeUnknown, "SELECT COUNT(*) FROM acts WHERE status = 'unknown_outcome'", "acts have an outcome that nobody knows: GET /api/v1/admin/acts?unknown=true", cancellation);
        await CountAsync(
            AlertCode.PailsKeptAlive, "SELECT COUNT(*) FROM acts WHERE kind = 'extension' AND opened_at > @since", "times in a day pails were kept alive that could not be harvested in half of their life", cancellation,
            new { since = time.GetUtcNow() - Day });
        if (farmIndex is { } index) await LookForMissedBlocksAsync(index, cancellation);
    }

    async Task LookAtCallsAsync(CancellationToken cancellation)
    {
        var rows = await reader.ListAsync(
            "SELECT status, COUNT(*) FROM acts WHERE opened_at > @since AND kind IN ('plant', 'work', 'harvest', 'rescue') AND status IN ('success', 'failed') GROUP BY status",
            new { since = time.GetUtcNow() - Window },
            r => (Status: r.GetString(0), Count: r.GetInt64(1)),
            cancellation);
        var all = rows.Sum(r => r.Count);
        var failed = rows.Where(r => r.Status == "failed").Sum(r => r.Count);
        var isTooMany = all >= LeastCalls && failed * 100 > all * MostFailingPercent;
        board.Set(AlertCode.CallsFail, "", isTooMany ? string.Create(CultureInfo.InvariantCulture, $"{failed} of {all} contract calls of the last hour have failed, more than {MostFailingPercent} %") : null);
    }

    async Task CountAsync(string code, string sql, string text, CancellationToken cancellation, object? parameters = null)
    {
        var count = (await reader.ListAsync(sql, parameters, r => r.GetInt64(0), cancellation))[0];
        board.Set(code, "", count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{count} {text}"));
    }

    /// <summary>A pooler who has taken part before, still has farmers, and let the block before the newest pass.</summary>
    async Task LookForMissedBlocksAsync(uint farmIndex, CancellationToken cancellation)
    {
        var late = await reader.ListAsync(
            """
            SELECT p.id, p.name, MAX(b.block_index) FROM poolers p JOIN block_operations b ON b.pooler_id = p.id
            WHERE p.is_active AND p.current_farmers > 0 GROUP BY p.id, p.name HAVING MAX(b.block_index) < @before
            """,
            new { before = (long)farmIndex - 1 },
            r => (Id: r.GetGuid(0), Name: r.GetString(1), Last: r.GetInt64(2)),
            cancellation);
        board.SetAll(AlertCode.BlockMissed, late.ToDictionary(
            p => p.Id.ToString("D"),
            p => string.Create(CultureInfo.InvariantCulture, $"pooler {p.Name} has taken part in no block since {p.Last}; the newest is {farmIndex}")));
    }
}
