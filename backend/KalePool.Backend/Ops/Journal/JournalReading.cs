using System.Text;
using System.Text.Json;
using KalePool.Backend.Journals;
using KalePool.Backend.ReadModel;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Ops.Journal;

/// <summary>What <c>kalepool journal</c> shows. Rows are written as they are read.</summary>
sealed class JournalReading(Database database, TextWriter output)
{
    const string OfEntity = $"SELECT {JournalRecord.Columns} FROM journal WHERE persistence_id = @id AND sequence_number BETWEEN @from AND @to ORDER BY sequence_number";
    const string All = $"SELECT {JournalRecord.Columns} FROM journal WHERE {JournalRecord.Ours} ORDER BY persistence_id, sequence_number";
    const string Newest = $"SELECT {JournalRecord.Columns} FROM journal WHERE {JournalRecord.Ours} ORDER BY ordering DESC LIMIT @most";
    const string Heads = $"""
        SELECT {JournalRecord.Columns} FROM journal JOIN (SELECT persistence_id AS id, MAX(sequence_number) AS last FROM journal WHERE {JournalRecord.Ours} GROUP BY persistence_id) h
            ON persistence_id = h.id AND sequence_number = h.last ORDER BY persistence_id
        """;
    const string Entities = $"""
        SELECT e.id, e.events, f.message, l.message
        FROM (SELECT persistence_id AS id, COUNT(*) AS events, MIN(sequence_number) AS first, MAX(sequence_number) AS last FROM journal WHERE {JournalRecord.Ours} AND persistence_id >= @from AND persistence_id < @before GROUP BY persistence_id) e
        JOIN journal f ON f.persistence_id = e.id AND f.sequence_number = e.first JOIN journal l ON l.persistence_id = e.id AND l.sequence_number = e.last ORDER BY e.id
        """;

    /// <summary>Events that are read at once where new ones are waited for.</summary>
    const int Batch = 1000;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task ListAsync(string? kind, bool asJson, CancellationToken cancellation)
    {
        await using var snapshot = await DatabaseSnapshot.TakeAsync(database, cancellation);
        var entities = 0L;
        foreach (var (from, before) in (kind is null ? EntityNames.KindNames : [kind]).Select(EntityNames.RangeOf))
        {
            await foreach (var row in snapshot.RowsAsync(Entities, new { from, before }, cancellation))
            {
                var (id, events, first, last) = (row.GetString(0), row.GetInt64(1), EventText.TimeOf(row.GetFieldValue<byte[]>(2)), EventText.TimeOf(row.GetFieldValue<byte[]>(3)));
                await output.WriteLineAsync(asJson
                    ? JsonLine(json =>
                    {
                        json.WriteString("persistence_id", id);
                        json.WriteNumber("events", events);
                        json.WriteString("first_at", first);
                        json.WriteString("last_at", last);
                    })
                    : $"{events,8} events  {first}  {last}  {id}");
                entities++;
            }
        }
        if (!asJson) await output.WriteLineAsync($"{entities} entities");
    }

    public async Task ShowAsync(string name, long from, long to, bool asJson, CancellationToken cancellation)
    {
        await using var snapshot = await DatabaseSnapshot.TakeAsync(database, cancellation);
        var id = await EntityNames.FindAsync(snapshot, name, cancellation) ?? throw Unknown(name);
        if (!asJson) await output.WriteLineAsync(id);
        await foreach (var row in snapshot.RowsAsync(OfEntity, new { id, from, to }, cancellation)) await WriteAsync(JournalRecord.Of(row), asJson, withEntity: false);
    }

    /// <exception cref="StorageException">There is no such entity, or it has not that many events.</exception>
    public async Task StateAsync(string name, long? at, CancellationToken cancellation)
    {
        await using var snapshot = await DatabaseSnapshot.TakeAsync(database, cancellation);
        var id = await EntityNames.FindAsync(snapshot, name, cancellation) ?? throw Unknown(name);
        var (state, last) = ((object?)null, 0L);
        await foreach (var row in snapshot.RowsAsync(OfEntity, new { id, from = 1L, to = at ?? long.MaxValue }, cancellation))
        {
            var record = JournalRecord.Of(row);
            try
            {
                (state, last) = (EntityFold.Apply(state, record.Read()), record.SequenceNumber);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw new StorageException($"{id}: event {record.SequenceNumber} ({record.Manifest}) cannot be applied: {e.Message}", e);
            }
        }
        if (state is null || at > last) throw new StorageException($"{id} has no event {at}: the last one is {last}");
        await output.WriteLineAsync(JsonSerializer.Serialize(state, state.GetType(), StateJson));
    }

    public async Task TailAsync(int most, bool follows, bool asJson, CancellationToken cancellation)
    {
        var position = 0L;
        await using (var snapshot = await DatabaseSnapshot.TakeAsync(database, cancellation))
        {
            var newest = new Stack<JournalRecord>();
            await foreach (var row in snapshot.RowsAsync(Newest, new { most }, cancellation)) newest.Push(JournalRecord.Of(row));
            foreach (var record in newest) await WriteAsync(record, asJson, withEntity: true);
            position = await snapshot.ScalarAsync<long>("SELECT COALESCE(MAX(ordering), 0) FROM journal", null, cancellation);
        }
        if (follows) await FollowAsync(position, asJson, cancellation);
    }

    /// <summary>Events whose transactions are committed later than those behind them are waited for, as the projection does.</summary>
    async Task FollowAsync(long position, bool asJson, CancellationToken cancellation)
    {
        var gaps = new GapWatch();
        await using var connection = await database.OpenAsync(cancellation);
        while (true)
        {
            await output.FlushAsync(cancellation);
            var from = position;
            var entries = await gaps.TakeAsync(from, () => JournalReader.AfterAsync(connection, from, Batch, cancellation), () => database.JournalWritersAsync(connection, cancellation));
            foreach (var entry in entries.Where(e => e.IsOurs)) await WriteAsync(JournalRecord.Of(entry), asJson, withEntity: true);
            if (entries.Count > 0) position = entries[^1].Ordering;
            else await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    public async Task ExportAsync(bool headsOnly, CancellationToken cancellation)
    {
        await using var snapshot = await DatabaseSnapshot.TakeAsync(database, cancellation);
        JournalHead? head = null;
        await foreach (var row in snapshot.RowsAsync(headsOnly ? Heads : All, null, cancellation))
        {
            var record = JournalRecord.Of(row);
            if (head is not null && head.PersistenceId != record.PersistenceId) await output.WriteLineAsync(head.ToLine());
            if (!headsOnly) await WriteAsync(record, asJson: true, withEntity: true);
            head = new JournalHead(record.PersistenceId, record.SequenceNumber, record.Link);
        }
        if (head is not null) await output.WriteLineAsync(head.ToLine());
    }

    Task WriteAsync(JournalRecord record, bool asJson, bool withEntity) => output.WriteLineAsync(asJson
        ? JsonLine(json =>
        {
            json.WriteNumber("ordering", record.Ordering);
            json.WriteString("persistence_id", record.PersistenceId);
            json.WriteNumber("sequence_number", record.SequenceNumber);
            json.WriteString("manifest", record.Manifest);
            if (record.Link is not null) json.WriteString("link", record.Link);
            json.WritePropertyName("data");
            json.WriteRawValue(record.Payload);
        })
        : withEntity ? $"{record.PersistenceId} {EventText.Of(record)}" : EventText.Of(record));

    static readonly JsonSerializerOptions StateJson = new(JournalPages.StateJson) { WriteIndented = true };

    static string JsonLine(Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    static StorageException Unknown(string name) => new($"the journal has no entity {name}; kalepool journal list shows all of them");
}
