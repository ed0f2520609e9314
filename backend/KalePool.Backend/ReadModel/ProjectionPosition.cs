using System.Data.Common;
using Dapper;

namespace KalePool.Backend.ReadModel;

/// <summary>How far the journal is in the tables.</summary>
/// <param name="Generation">Of the tables' content: it rises when they are emptied.</param>
sealed record ProjectionPosition(long Ordering, long Generation)
{
    public static async Task<ProjectionPosition> ReadAsync(DbConnection connection, CancellationToken cancellation)
    {
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition("SELECT position, generation FROM projection", cancellationToken: cancellation));
        return await reader.ReadAsync(cancellation) ? new ProjectionPosition(reader.GetInt64(0), reader.GetInt64(1)) : throw new ProjectionException("the table projection has no row");
    }

    /// <summary>Moves on, first of all in a transaction: it keeps every other projection out until the transaction ends.</summary>
    /// <returns>False where somebody else has moved on, or emptied the tables.</returns>
    public async Task<bool> TryMoveAsync(DbTransaction transaction, long to, DateTimeOffset asOf, CancellationToken cancellation) => await transaction.Connection!.ExecuteAsync(new CommandDefinition(
        "UPDATE projection SET position = @to, as_of = @asOf WHERE position = @Ordering AND generation = @Generation",
        new { to, asOf, Ordering, Generation },
        transaction,
        cancellationToken: cancellation)) == 1;
}
