using System.Data.Common;
using Dapper;

namespace KalePool.Backend.Storage;

/// <summary>When and where poolers were last heard of: columns of the read model that no event fills.</summary>
public sealed class PoolerSightings(Database database, TimeProvider time, ILogger<PoolerSightings> log)
{
    /// <summary>Does not fail: a heartbeat is answered whether it could be written down or not.</summary>
    public async Task WriteAsync(Guid poolerId, string? endpoint, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancellation);
            await connection.ExecuteAsync(new CommandDefinition(
                "UPDATE poolers SET last_seen = @now, api_endpoint = @endpoint WHERE id = @poolerId", new { now = time.GetUtcNow(), endpoint, poolerId }, cancellationToken: cancellation));
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            log.LogWarning("the heartbeat of pooler {Pooler} could not be written down: {Reason}", poolerId, e.Message);
        }
    }
}
