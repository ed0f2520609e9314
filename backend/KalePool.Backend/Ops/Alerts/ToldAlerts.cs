using Dapper;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>An alert that somebody tells of, or has told of.</summary>
/// <param name="Owner">The node that alone finds it; "" where every node does.</param>
/// <param name="SeenAt">When the node that tells of it has found it for the last time, within a minute.</param>
/// <param name="ToldAt">Null until the webhook has taken it.</param>
public sealed record ToldAlert(string Code, string Subject, string Owner, string Text, DateTimeOffset Since, DateTimeOffset SeenAt, DateTimeOffset? ToldAt);

/// <summary>The table <c>told_alerts</c>: of each alert one node tells, once, whichever nodes find it and however often they are started.</summary>
public sealed class ToldAlerts(Database database, TimeProvider time)
{
    /// <summary>Whoever has not been heard of for so long tells of it no more, and another one may.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);

    public async Task<IReadOnlyList<ToldAlert>> ReadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var row = await connection.ExecuteReaderAsync(new CommandDefinition(
            "SELECT code, subject, owner, text, since, seen_at, told_at FROM told_alerts ORDER BY since, code, subject", cancellationToken: cancellation));
        var rows = new List<ToldAlert>();
        while (await row.ReadAsync(cancellation)) rows.Add(new ToldAlert(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.At(4), row.At(5), row.AtOrNull(6)));
        return rows;
    }

    /// <summary>Whether this node is to tell of it: nobody has, and nobody else is about to.</summary>
    public Task<bool> ClaimAsync(Alert alert, string node, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return RunAsync(
            """
            INSERT INTO told_alerts (code, subject, owner, teller, text, since, seen_at) VALUES (@Code, @Subject, @owner, @node, @Text, @Since, @now)
            ON CONFLICT (code, subject) DO UPDATE SET owner = @owner, teller = @node, text = @Text, since = @Since, seen_at = @now
            WHERE told_alerts.told_at IS NULL AND (told_alerts.teller = @node OR told_alerts.seen_at < @stale)
            """,
            new { alert.Code, alert.Subject, alert.Text, alert.Since, owner = alert.IsOfThisNode ? node : "", node, now = time.GetUtcNow(), stale = time.GetUtcNow() - Stale },
            cancellation);
    }

    /// <summary>The webhook has taken it; also where the database could not be asked before.</summary>
    public Task NoteToldAsync(Alert alert, string node, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return RunAsync(
            """
            INSERT INTO told_alerts (code, subject, owner, teller, text, since, seen_at, told_at) VALUES (@Code, @Subject, @owner, @node, @Text, @Since, @now, @now)
            ON CONFLICT (code, subject) DO UPDATE SET told_at = @now, seen_at = @now
            """,
            new { alert.Code, alert.Subject, alert.Text, alert.Since, owner = alert.IsOfThisNode ? node : "", node, now = time.GetUtcNow() },
            cancellation);
    }

    /// <summary>It stands still; whoever finds what a node has found that is gone, has it now.</summary>
    public Task NoteSeenAsync(Alert alert, string node, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return RunAsync(
            "UPDATE told_alerts SET seen_at = @now, owner = @owner, teller = @node WHERE code = @Code AND subject = @Subject AND (owner = @owner OR seen_at < @stale)",
            new { alert.Code, alert.Subject, owner = alert.IsOfThisNode ? node : "", node, now = time.GetUtcNow(), stale = time.GetUtcNow() - Stale },
            cancellation);
    }

    /// <summary>Whether it was there: one node alone tells that it is over.</summary>
    public Task<bool> RemoveAsync(ToldAlert told, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(told);
        return RunAsync("DELETE FROM told_alerts WHERE code = @Code AND subject = @Subject AND owner = @Owner", new { told.Code, told.Subject, told.Owner }, cancellation);
    }

    async Task<bool> RunAsync(string sql, object values, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: cancellation)) > 0;
    }
}
