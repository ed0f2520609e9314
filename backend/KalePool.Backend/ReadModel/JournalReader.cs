using System.Data.Common;
using Dapper;
using KalePool.Actors.Serialization;

namespace KalePool.Backend.ReadModel;

/// <summary>Reads the journal's table itself, over a connection that is given.</summary>
static class JournalReader
{
    const string Columns = "ordering, persistence_id, sequence_number, manifest, identifier, message";

    /// <summary>In the order of their ordering.</summary>
    public static Task<IReadOnlyList<JournalEntry>> AfterAsync(DbConnection connection, long position, int most, CancellationToken cancellation) =>
        ReadAsync(connection, $"SELECT {Columns} FROM journal WHERE ordering > @position ORDER BY ordering LIMIT @most", new { position, most }, cancellation);

    /// <summary>The pool's own events, newest first.</summary>
    public static Task<IReadOnlyList<JournalEntry>> BeforeAsync(DbConnection connection, long position, int most, CancellationToken cancellation) => ReadAsync(
        connection,
        $"SELECT {Columns} FROM journal WHERE ordering < @position AND identifier = @identifier ORDER BY ordering DESC LIMIT @most",
        new { position, identifier = JournalCodec.SerializerId, most },
        cancellation);

    /// <summary>One entity's, oldest first.</summary>
    /// <param name="after">A sequence number; 0 from the first event on.</param>
    /// <param name="upTo">The last sequence number.</param>
    public static Task<IReadOnlyList<JournalEntry>> OfEntityAsync(DbConnection connection, string persistenceId, long after, long upTo, int most, CancellationToken cancellation) =>
        ReadAsync(
            connection,
            $"SELECT {Columns} FROM journal WHERE persistence_id = @persistenceId AND sequence_number > @after AND sequence_number <= @upTo ORDER BY sequence_number LIMIT @most",
            new { persistenceId, after, upTo, most },
            cancellation);

    public static Task<long> NewestAsync(DbConnection connection, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COALESCE(MAX(ordering), 0) FROM journal", cancellationToken: cancellation));

    static async Task<IReadOnlyList<JournalEntry>> ReadAsync(DbConnection connection, string sql, object values, CancellationToken cancellation)
    {
        var entries = new List<JournalEntry>();
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, values, cancellationToken: cancellation));
        while (await reader.ReadAsync(cancellation))
        {
            entries.Add(new JournalEntry(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.IsDBNull(3) ? "" : reader.GetString(3), reader.IsDBNull(4) ? 0 : reader.GetInt32(4), reader.GetFieldValue<byte[]>(5)));
        }
        return entries;
    }
}
