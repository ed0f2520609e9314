using System.Data.Common;
using System.Globalization;
using Dapper;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Journals;

/// <summary>
/// Holds the read model against one that is made anew: the events that it claims to have are copied into an embedded database of a temporary folder, projected there, and
/// the tables compared row by row.
/// </summary>
sealed class ReadModelCheck(DatabaseSnapshot snapshot, TimeProvider time)
{
    const string Projected = """
        SELECT j.ordering, j.persistence_id, j.sequence_number, j.manifest, j.identifier, j.message
        FROM journal j JOIN projected_entities p ON p.persistence_id = j.persistence_id WHERE j.sequence_number <= p.sequence_number ORDER BY j.ordering
        """;

    const string Insert = """
        INSERT INTO journal (ordering, created, deleted, persistence_id, sequence_number, manifest, identifier, message)
        VALUES (@ordering, 0, FALSE, @id, @number, @manifest, @identifier, @message)
        """;

    const int RowsOfTransaction = 5_000;

    /// <summary>Heartbeats write them, no event does.</summary>
    static readonly string[] OfNoEvent = ["last_seen", "api_endpoint"];

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task RunAsync(JournalFindings findings, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("kalepool-verify-");
        await using var fresh = new SqliteDatabase(new DatabaseSettings.Sqlite(Path.Combine(folder.FullName, "fresh.db"), Patience));
        try
        {
            await fresh.PrepareAsync(cancellation);
            await CopyAsync(fresh, cancellation);
            await new ReadModelProjection(fresh, time).CatchUpAsync((_, _) => { }, cancellation);
            await using var connection = await fresh.OpenAsync(cancellation);
            foreach (var table in ReadModelTables.Names) await CompareAsync(table, connection, findings, cancellation);
        }
        catch (ProjectionException e)
        {
            findings.Add("read model", $"it cannot be made from the journal: {e.Message}");
        }
        finally
        {
            fresh.Forget();
            folder.Delete(recursive: true);
        }
    }

    async Task CopyAsync(SqliteDatabase fresh, CancellationToken cancellation)
    {
        await using var connection = await fresh.OpenAsync(cancellation);
        var transaction = await connection.BeginTransactionAsync(cancellation);
        var rows = 0;
        await foreach (var row in snapshot.RowsAsync(Projected, null, cancellation))
        {
            var values = new
            {
                ordering = row.GetInt64(0),
                id = row.GetString(1),
                number = row.GetInt64(2),
                manifest = row.IsDBNull(3) ? null : row.GetString(3),
                identifier = row.IsDBNull(4) ? (int?)null : row.GetInt32(4),
                message = row.GetFieldValue<byte[]>(5),
            };
            await connection.ExecuteAsync(new CommandDefinition(Insert, values, transaction, cancellationToken: cancellation));
            if (++rows % RowsOfTransaction != 0) continue;
            await transaction.CommitAsync(cancellation);
            await transaction.DisposeAsync();
            transaction = await connection.BeginTransactionAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
        await transaction.DisposeAsync();
    }

    /// <summary>Both are read in the order of their ids, side by side.</summary>
    async Task CompareAsync(string table, DbConnection connection, JournalFindings findings, CancellationToken cancellation)
    {
        await using var made = await connection.ExecuteReaderAsync(new CommandDefinition($"SELECT * FROM {table} ORDER BY id", cancellationToken: cancellation));
        var hasMade = await made.ReadAsync(cancellation);
        await foreach (var found in snapshot.RowsAsync($"SELECT * FROM {table} ORDER BY id", null, cancellation))
        {
            var id = IdOf(found);
            while (hasMade && IdOf(made) is var missing && string.CompareOrdinal(missing, id) < 0)
            {
                findings.Add($"read model, table {table}", $"row {missing} is missing");
                hasMade = await made.ReadAsync(cancellation);
            }
            if (!hasMade || IdOf(made) != id)
            {
                findings.Add($"read model, table {table}", $"row {id} comes from no event");
                continue;
            }
            if (DifferenceOf(found, made) is { } difference) findings.Add($"read model, table {table}", $"row {id}: {difference}");
            hasMade = await made.ReadAsync(cancellation);
        }
        for (; hasMade; hasMade = await made.ReadAsync(cancellation)) findings.Add($"read model, table {table}", $"row {IdOf(made)} is missing");
    }

    static string IdOf(DbDataReader row) => row.GetGuid(row.GetOrdinal("id")).ToString("D");

    static string? DifferenceOf(DbDataReader found, DbDataReader made)
    {
        for (var i = 0; i < found.FieldCount; i++)
        {
            var name = found.GetName(i);
            if (OfNoEvent.Contains(name)) continue;
            var at = made.GetOrdinal(name);
            var (value, should) = (found.IsDBNull(i) ? null : found.GetValue(i), made.IsDBNull(at) ? null : made.GetValue(at));
            if (!IsSame(value, should, made, at)) return string.Create(CultureInfo.InvariantCulture, $"{name} is {value ?? "nothing"}, the journal makes it {should ?? "nothing"}");
        }
        return null;
    }

    /// <summary>PostgreSQL has types where SQLite has texts and numbers, and microseconds where an event has a tenth of one.</summary>
    static bool IsSame(object? found, object? made, DbDataReader row, int column) => (found, made) switch
    {
        (null, _) or (_, null) => found is null && made is null,
        (Guid id, _) => id == row.GetGuid(column),
        (bool yes, _) => yes == row.GetBoolean(column),
        (decimal number, _) => number == row.GetDecimal(column),
        (DateTime time, _) => time.Ticks / TimeSpan.TicksPerMicrosecond == row.GetFieldValue<DateTimeOffset>(column).UtcTicks / TimeSpan.TicksPerMicrosecond,
        (int number, _) => number == row.GetInt64(column),
        _ => found.Equals(made),
    };
}
