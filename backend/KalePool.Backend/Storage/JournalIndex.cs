using Dapper;

namespace KalePool.Backend.Storage;

/// <summary>Which entities the journal knows.</summary>
public sealed class JournalIndex(Database database)
{
    /// <summary>Whether the entity has any event.</summary>
    public async Task<bool> ContainsAsync(string persistenceId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT COUNT(*) FROM journal WHERE persistence_id = @Id AND sequence_number = 1", new { Id = persistenceId }, cancellationToken: cancellation)) > 0;
    }
}
