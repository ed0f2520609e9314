using Dapper;
using KalePool.Backend.Storage;

namespace KalePool.Backend.ReadModel;

/// <summary>The read model as a whole.</summary>
public static class ReadModelTables
{
    /// <summary>All that is filled from the journal.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["poolers", "farmers", "payout_changes", "farmer_works", "plantings", "works", "harvests", "block_operations", "pooler_compensations", "balance_movements", "acts", "payouts"];

    /// <summary>
    /// Empties the tables, append-only ones too, and sets the projection back to the beginning: one transaction, after which any projection,
    /// also one that was running, fills them again, however often it is interrupted.
    /// </summary>
    public static async Task ResetAsync(Database database, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var statement in database.WithoutLimit) await RunAsync(statement);
        await RunAsync("UPDATE projection SET is_resetting = TRUE, position = 0, generation = generation + 1, as_of = NULL");
        foreach (var table in Names.Append("projected_entities")) await RunAsync(database.Empty(table));
        await RunAsync("UPDATE projection SET is_resetting = FALSE");
        await transaction.CommitAsync(cancellation);

        Task RunAsync(string sql) => connection.ExecuteAsync(new CommandDefinition(sql, transaction: transaction, commandTimeout: 0, cancellationToken: cancellation));
    }
}
