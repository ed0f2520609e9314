using System.Data.Common;
using Dapper;
using KalePool.Backend.Ops;
using KalePool.Backend.Storage;

namespace KalePool.Backend.ReadModel.Queries;

/// <summary>Reads pages of the read model's tables.</summary>
public sealed class ReadModelReader(Database database, QueryTimes times, TimeProvider time)
{
    /// <param name="sql">Newest first, with the parameters <c>Key</c> or <c>At</c>, <c>Id</c> and <c>Most</c>, and what <paramref name="values"/> has.</param>
    /// <param name="read">A row; and the cursor that stands for it.</param>
    public async Task<Page<T>> PageAsync<T>(string sql, object? values, Cursor after, int most, Func<DbDataReader, (T Row, Cursor Cursor)> read, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(read);
        var began = time.GetTimestamp();
        await using var connection = await database.OpenAsync(cancellation);
        var asOf = await AsOfAsync(connection, cancellation);
        var parameters = new DynamicParameters(values);
        if (sql.Contains("@Key", StringComparison.Ordinal)) parameters.Add("Key", after.Key);
        if (sql.Contains("@At", StringComparison.Ordinal)) parameters.Add("At", after.At);
        parameters.Add("Id", after.Id);
        parameters.Add("Most", most + 1);
        var rows = await ReadAsync(connection, sql, parameters, read, cancellation);
        times.Note(time.GetElapsedTime(began));
        return new Page<T>([.. rows.Take(most).Select(r => r.Row)], asOf, rows.Count > most ? rows[most - 1].Cursor.ToString() : null);
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? values, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(read);
        var began = time.GetTimestamp();
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await ReadAsync(connection, sql, values, read, cancellation);
        times.Note(time.GetElapsedTime(began));
        return rows;
    }

    /// <summary>Everything that was in the journal then is in the tables.</summary>
    public async Task<DateTimeOffset> AsOfAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await AsOfAsync(connection, cancellation);
    }

    /// <summary>How many events are in the journal and not in the tables; on PostgreSQL numbers that were never used count too.</summary>
    public async Task<long> EventsBehindAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var newest = await JournalReader.NewestAsync(connection, cancellation);
        return Math.Max(0, newest - (await ProjectionPosition.ReadAsync(connection, cancellation)).Ordering);
    }

    /// <summary>Now, where nothing is left to apply; else when something was applied for the last time.</summary>
    async Task<DateTimeOffset> AsOfAsync(DbConnection connection, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var newest = await JournalReader.NewestAsync(connection, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition("SELECT position, as_of FROM projection", cancellationToken: cancellation));
        await reader.ReadAsync(cancellation);
        return reader.GetInt64(0) >= newest ? now : reader.AtOrNull(1) ?? DateTimeOffset.UnixEpoch;
    }

    static async Task<List<T>> ReadAsync<T>(DbConnection connection, string sql, object? values, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        var rows = new List<T>();
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, values, cancellationToken: cancellation));
        while (await reader.ReadAsync(cancellation)) rows.Add(read(reader));
        return rows;
    }
}
