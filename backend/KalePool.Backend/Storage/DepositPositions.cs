using Dapper;

namespace KalePool.Backend.Storage;

/// <summary>The table <c>deposit_position</c>: up to where in the order of the chain's events deposits have been recorded.</summary>
public sealed class DepositPositions(Database database)
{
    /// <summary>Null before the first start.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<string?>(new CommandDefinition("SELECT position FROM deposit_position", cancellationToken: cancellation));
    }

    /// <summary>Never goes back: of several nodes the furthest one counts, each has told everything until its own.</summary>
    /// <param name="position">Of fixed width, so that its order is that of its text.</param>
    public async Task AdvanceAsync(string position, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO deposit_position (id, position) VALUES (1, @Position) ON CONFLICT (id) DO UPDATE SET position = excluded.position WHERE deposit_position.position < excluded.position",
            new { Position = position },
            cancellationToken: cancellation));
    }
}
