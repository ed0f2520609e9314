using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using KalePool.Backend.Journals;
using KalePool.Backend.Storage;

namespace KalePool.Backend.ReadModel.Queries;

/// <summary>The journal's own rows; never those that sharding keeps in the same table.</summary>
public sealed class JournalPages(Database database)
{
    /// <summary>Events that are read at once.</summary>
    const int Batch = 1000;

    internal static readonly JsonSerializerOptions StateJson = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<JournalEntry>> NewestAsync(long before, int most, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await JournalReader.BeforeAsync(connection, before, most, cancellation);
    }

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<JournalEntry>> OfEntityAsync(string persistenceId, long after, int most, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return [.. (await JournalReader.OfEntityAsync(connection, persistenceId, after, long.MaxValue, most, cancellation)).Where(e => e.IsOurs)];
    }

    /// <summary>An entity as its events up to that one made it, and how many they are; null where it has none.</summary>
    public async Task<(JsonElement State, long SequenceNumber)?> StateAsync(string persistenceId, long upTo, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        object? state = null;
        var sequenceNumber = 0L;
        while (await NextAsync(connection, persistenceId, sequenceNumber, upTo, cancellation) is { Count: > 0 } events)
        {
            state = events.Aggregate(state, (before, entry) => EntityFold.Apply(before, entry.Read()));
            sequenceNumber = events[^1].SequenceNumber;
        }
        return state is null ? null : (JsonSerializer.SerializeToElement(state, state.GetType(), StateJson), sequenceNumber);
    }

    static async Task<IReadOnlyList<JournalEntry>> NextAsync(DbConnection connection, string persistenceId, long after, long upTo, CancellationToken cancellation) =>
        [.. (await JournalReader.OfEntityAsync(connection, persistenceId, after, upTo, Batch, cancellation)).Where(e => e.IsOurs)];
}
