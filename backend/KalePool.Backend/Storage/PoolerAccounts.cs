using Dapper;

namespace KalePool.Backend.Storage;

/// <summary>The table <c>pooler_accounts</c>: no two poolers have the same account.</summary>
public sealed class PoolerAccounts(Database database, JournalIndex journal)
{
    /// <summary>Claims the account for a pooler who is about to be made; a claim of which nothing came is taken over.</summary>
    /// <returns>The id that he is to have, or null where a pooler has that account.</returns>
    public async Task<Guid?> ClaimAsync(string publicKey, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO pooler_accounts (public_key, pooler_id) VALUES (@publicKey, @id) ON CONFLICT DO NOTHING", new { publicKey, id = Guid.NewGuid() }, cancellationToken: cancellation));
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            "SELECT pooler_id FROM pooler_accounts WHERE public_key = @publicKey", new { publicKey }, cancellationToken: cancellation));
        await reader.ReadAsync(cancellation);
        var claimed = reader.GetGuid(0);
        return await journal.ContainsAsync($"pooler-{claimed:N}", cancellation) ? null : claimed;
    }
}
