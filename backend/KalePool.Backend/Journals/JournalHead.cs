using System.Text.Json;
using System.Text.Json.Serialization;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Journals;

/// <summary>Where an entity's chain ended at some moment: kept off the machine, it shows later what has been taken away or made anew.</summary>
/// <param name="Link">Null where the event had none.</param>
sealed record JournalHead(string PersistenceId, long SequenceNumber, string? Link)
{
    public string ToLine() => JsonSerializer.Serialize(new HeadLine(this), HeadJson.Default.HeadLine);

    /// <summary>From a file of JSON lines; those that are no heads are passed over, so that an export will do. Of several of one entity the furthest counts.</summary>
    /// <exception cref="StorageException">The file cannot be read, or has no heads.</exception>
    public static async Task<IReadOnlyDictionary<string, JournalHead>> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        var heads = new Dictionary<string, JournalHead>();
        var line = 0;
        try
        {
            await foreach (var text in File.ReadLinesAsync(file.FullName, cancellation))
            {
                line++;
                if (JsonSerializer.Deserialize(text, HeadJson.Default.HeadLine)?.Head is { } head && (!heads.TryGetValue(head.PersistenceId, out var known) || known.SequenceNumber < head.SequenceNumber)) heads[head.PersistenceId] = head;
            }
        }
        catch (JsonException e)
        {
            throw new StorageException($"{file.FullName}: line {line} is no line of JSON: {e.Message}", e);
        }
        return heads.Count > 0 ? heads : throw new StorageException($"{file.FullName} has no heads in it");
    }
}

sealed record HeadLine(JournalHead? Head);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HeadLine))]
sealed partial class HeadJson : JsonSerializerContext;
