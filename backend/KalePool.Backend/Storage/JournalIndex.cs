using Dapper;

namespace KalePool.Backend.Storage;

/// <summary>Which entities the journal knows.</summary>
public sealed class JournalIndex(Database database)
{
    const string PoolerPrefix = "pooler-";

    public async Task<IReadOnlyList<Guid>> PoolersAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var ids = await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT persistence_id FROM journal WHERE sequence_number = 1 AND persistence_id LIKE @Pattern ORDER BY ordering",
            new { Pattern = PoolerPrefix + "%" },
            cancellationToken: cancellation));
        return [.. ids.Select(id => Guid.ParseExact(id.AsSpan(PoolerPrefix.Length), "N"))];
    }
}
