using System.Text.Json;

namespace KalePool.Demo.Harness;

/// <summary>The pooler's <c>--json</c> lines, kept in order.</summary>
public sealed class PoolerLines
{
    const int Kept = 10_000;

    readonly Lock _lock = new();
    readonly Queue<JsonElement> _events = new();

    public IReadOnlyList<JsonElement> Events
    {
        get
        {
            lock (_lock) return [.. _events];
        }
    }

    /// <summary>Hashes of the blocks that it is done with.</summary>
    public long Hashes => Events.Where(e => Name(e) == "block").Sum(e => e.GetProperty("hashes").GetInt64());

    /// <summary>The name of the last event; empty before the first.</summary>
    public string LastWords => Events is [.., var last] ? Name(last) : "";

    /// <summary>The events of one name, oldest first.</summary>
    public IReadOnlyList<JsonElement> Named(string name) => [.. Events.Where(e => Name(e) == name)];

    /// <summary>Lines that are no JSON object are in the log file only.</summary>
    public void Add(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (!line.StartsWith('{')) return;
        try
        {
            using var document = JsonDocument.Parse(line);
            lock (_lock)
            {
                _events.Enqueue(document.RootElement.Clone());
                if (_events.Count > Kept) _events.Dequeue();
            }
        }
        catch (JsonException)
        {
            // A line cut short by its writer's death; the log file has it.
        }
    }

    static string Name(JsonElement line) => line.TryGetProperty("event", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
}
