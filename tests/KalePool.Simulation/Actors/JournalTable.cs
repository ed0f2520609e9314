using System.Collections.Concurrent;
using System.Reflection;
using Dapper;
using KalePool.Actors.Ports;
using KalePool.Actors.Serialization;
using KalePool.Backend.Storage;
using KalePool.Domain;
using KalePool.Stellar.Acts;
using Microsoft.Data.Sqlite;

namespace KalePool.Simulation.Actors;

/// <summary>The journal's rows in the pool's own database, as the product's plugin writes them: what is here outlives every crash.</summary>
sealed class JournalTable(SqliteConnection connection) : IDisposable
{
    static readonly ConcurrentDictionary<Type, PropertyInfo?> Envelopes = new();

    readonly HashSet<string> _submitted = [];

    public long Events { get; private set; }

    /// <summary>The hashes of all transactions whose submission is in the journal.</summary>
    public IReadOnlySet<string> Submitted => _submitted;

    public static async Task<JournalTable> OpenAsync(Database database, CancellationToken cancellation) =>
        new((SqliteConnection)await database.OpenAsync(cancellation));

    /// <summary>One transaction.</summary>
    /// <exception cref="SqliteException">Another one has written an event of that number.</exception>
    public void Write(string id, long number, string manifest, int identifier, byte[] message, long created)
    {
        connection.Execute(
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, manifest, identifier, message) VALUES (@created, 0, @id, @number, @manifest, @identifier, @message)",
            new { created, id, number, manifest, identifier, message });
        Events++;
        var e = JournalCodec.Read(manifest, message);
        if (Envelopes.GetOrAdd(e.GetType(), EnvelopeOf)?.GetValue(e) is ActEnvelope act) _submitted.Add(act.Hash);
    }

    public IEnumerable<(long Number, string Manifest, byte[] Message)> Read(string id, long from, long to, long most) => connection.Query<(long, string, byte[])>(
        "SELECT sequence_number, manifest, message FROM journal WHERE persistence_id = @id AND sequence_number BETWEEN @from AND @to ORDER BY sequence_number LIMIT @most", new { id, from, to, most });

    /// <summary>As far as none is missing: behind a hole nothing counts.</summary>
    public IReadOnlyList<IEvent> EventsOf(string id) => [.. Read(id, 1, long.MaxValue, long.MaxValue).TakeWhile((row, i) => row.Number == i + 1).Select(row => JournalCodec.Read(row.Manifest, row.Message))];

    /// <summary>All entities whose id begins so.</summary>
    public IReadOnlyList<string> Ids(string prefix) => [.. connection.Query<string>("SELECT DISTINCT persistence_id FROM journal WHERE persistence_id LIKE @pattern ORDER BY persistence_id", new { pattern = prefix + "%" })];

    /// <summary>The rows of the due list, which stand in the same database.</summary>
    public IReadOnlyList<DueEntity> Due() => [.. connection.Query<DueEntity>("SELECT kind AS Kind, id AS Id FROM due ORDER BY kind, id")];

    public long Highest(string id) => connection.ExecuteScalar<long>("SELECT COALESCE(MAX(sequence_number), 0) FROM journal WHERE persistence_id = @id", new { id });

    public void Dispose() => connection.Dispose();

    static PropertyInfo? EnvelopeOf(Type type) => type.GetProperties().SingleOrDefault(p => p.PropertyType == typeof(ActEnvelope));
}
