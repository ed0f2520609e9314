using Dapper;

namespace KalePool.Backend.Storage;

/// <summary>Which entities the journal knows.</summary>
public sealed class JournalIndex(Database database)
{
    const string FarmerPrefix = "farmer-";

    /// <summary>Whether the entity has any event.</summary>
    public async Task<bool> ContainsAsync(string persistenceId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT COUNT(*) FROM journal WHERE persistence_id = @Id AND sequence_number = 1", new { Id = persistenceId }, cancellationToken: cancellation)) > 0;
    }

    /// <summary>Farmers in the order of their registration.</summary>
    /// <param name="after">A position of an earlier answer; 0 for the first page.</param>
    public async Task<IReadOnlyList<(Guid Id, long Position)>> FarmersAsync(long after, int most, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<(string Id, long Position)>(new CommandDefinition(
            "SELECT persistence_id, ordering FROM journal WHERE ordering > @After AND sequence_number = 1 AND persistence_id LIKE @Pattern ORDER BY ordering LIMIT @Most",
            new { After = after, Pattern = FarmerPrefix + "%", Most = most },
            cancellationToken: cancellation));
        return [.. rows.Select(row => (Guid.ParseExact(row.Id.AsSpan(FarmerPrefix.Length), "N"), row.Position))];
    }
}
